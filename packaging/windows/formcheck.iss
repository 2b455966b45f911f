; Inno Setup: an installer of what packaging/build.sh leaves in build\bundle\dist\formcheck.
; Written and never run: no Windows was at hand.  From the checkout, after `bash packaging/build.sh`:
;     iscc /DVersion=0.1.0 packaging\windows\formcheck.iss
[Setup]
AppId={{6C1B8E5A-6E0B-4B0A-9C57-5B6A0C1E2F4D}
AppName=FormCheck
AppVersion={#Version}
AppPublisher=The FormCheck authors
DefaultDirName={autopf}\FormCheck
; For one user, without an administrator, unless asked otherwise.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
Compression=lzma2/max
SolidCompression=yes
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=formcheck-{#Version}-windows-x64
SetupIconFile=build\bundle\icons\formcheck.ico
UninstallDisplayIcon={app}\formcheck-ui.exe
LicenseFile=LICENSE

[Files]
Source: "build\bundle\dist\formcheck\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\FormCheck"; Filename: "{app}\formcheck-ui.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.fcrec"; ValueType: string; ValueData: "FormCheck.Recording"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\FormCheck.Recording"; ValueType: string; ValueData: "FormCheck recording"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\FormCheck.Recording\shell\open\command"; ValueType: string; ValueData: """{app}\formcheck-ui.exe"" ""%1"""
; "Open with" for clips; what opens them by default stays as it is.
Root: HKA; Subkey: "Software\Classes\Applications\formcheck-ui.exe\shell\open\command"; ValueType: string; ValueData: """{app}\formcheck-ui.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\.mp4\OpenWithList\formcheck-ui.exe"; ValueType: none; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\.mov\OpenWithList\formcheck-ui.exe"; ValueType: none; Flags: uninsdeletekey

[Run]
Filename: "{app}\formcheck-ui.exe"; Description: "Start FormCheck"; Flags: nowait postinstall skipifsilent
