BEGIN TRANSACTION;
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    made_s REAL NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;
INSERT INTO "correction" VALUES(1,1,1772445600.0,'delete_rep','{"rep": 9}');
CREATE TABLE flag (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('hint', 'warning', 'alert')),
    start_s REAL NOT NULL,
    raised_s REAL NOT NULL,
    end_s REAL,
    value REAL,
    threshold REAL,
    unit TEXT NOT NULL,
    rep INTEGER NOT NULL
) STRICT;
INSERT INTO "flag" VALUES(1,1,'rounded_back','warning',4.0,4.0,5.0,15.0,12.0,'°',2);
CREATE TABLE lifter (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL UNIQUE,
    level TEXT NOT NULL CHECK (level IN ('beginner', 'intermediate', 'advanced')),
    unit TEXT NOT NULL CHECK (unit IN ('kg', 'lb')),
    created_s REAL NOT NULL
) STRICT;
INSERT INTO "lifter" VALUES(1,'8443b1372954419aa6bc3d2496bdb358','Anna','anna','intermediate','lb',1.79599840586699652667e+09);
CREATE TABLE lifter_equipment (
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    equipment TEXT NOT NULL,
    PRIMARY KEY (lifter_id, equipment)
) STRICT, WITHOUT ROWID;
INSERT INTO "lifter_equipment" VALUES(1,'band');
INSERT INTO "lifter_equipment" VALUES(1,'cable');
CREATE TABLE measure (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "measure" VALUES(1,'arm_elbow_height_pct');
INSERT INTO "measure" VALUES(2,'arm_elbow_height_std_pct');
INSERT INTO "measure" VALUES(3,'arm_rotation_deg');
INSERT INTO "measure" VALUES(4,'arm_rotation_std_deg');
INSERT INTO "measure" VALUES(5,'back_curvature_lumbar_max');
INSERT INTO "measure" VALUES(6,'back_curvature_max');
INSERT INTO "measure" VALUES(7,'back_curvature_mean');
INSERT INTO "measure" VALUES(8,'back_curvature_thoracic_max');
INSERT INTO "measure" VALUES(9,'concentric_s');
INSERT INTO "measure" VALUES(10,'eccentric_s');
INSERT INTO "measure" VALUES(11,'elevation_pct');
INSERT INTO "measure" VALUES(12,'pause_s');
INSERT INTO "measure" VALUES(13,'retraction_pct');
INSERT INTO "measure" VALUES(14,'rom');
INSERT INTO "measure" VALUES(15,'scapula_elevation_pct');
INSERT INTO "measure" VALUES(16,'scapula_elevation_std_pct');
INSERT INTO "measure" VALUES(17,'scapula_held_s');
INSERT INTO "measure" VALUES(18,'scapula_lead_s');
INSERT INTO "measure" VALUES(19,'scapula_lead_std_s');
INSERT INTO "measure" VALUES(20,'scapula_peak_pct');
INSERT INTO "measure" VALUES(21,'scapula_range_pct');
INSERT INTO "measure" VALUES(22,'scapula_std_pct');
INSERT INTO "measure" VALUES(23,'smoothness_concentric');
INSERT INTO "measure" VALUES(24,'smoothness_eccentric');
INSERT INTO "measure" VALUES(25,'trunk_inclination_deg');
INSERT INTO "measure" VALUES(26,'trunk_swing_deg');
CREATE TABLE posture (
    id INTEGER PRIMARY KEY,
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('neutral', 'maximum')),
    total_deg REAL NOT NULL,
    lumbar_deg REAL NOT NULL,
    thoracic_deg REAL NOT NULL,
    measured_s REAL NOT NULL,
    utc_offset_s INTEGER NOT NULL,
    view TEXT NOT NULL,
    yaw_deg REAL,
    sure INTEGER NOT NULL CHECK (sure IN (0, 1))
, asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)), hip_deg REAL, lumbar_shape_deg REAL, thoracic_shape_deg REAL) STRICT;
INSERT INTO "posture" VALUES(1,1,'bent_over_row','neutral',-30.0,-36.0,6.0,1772445600.0,3600,'side',3.0,1,0,NULL,NULL,NULL);
INSERT INTO "posture" VALUES(2,1,'seated_row','neutral',-30.0,-36.0,6.0,1772445600.0,3600,'side',3.0,1,1,95.0,4.0,-1.0);
CREATE TABLE rep (
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start_s REAL NOT NULL,
    peak_s REAL NOT NULL,
    end_s REAL NOT NULL,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
    measures TEXT NOT NULL CHECK (json_valid(measures)),
    PRIMARY KEY (set_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "rep" VALUES(1,1,2.0,2.8,3.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,2,4.0,4.8,5.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,3,6.0,6.8,7.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,4,8.0,8.8,9.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,5,10.0,10.8,11.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,6,12.0,12.8,13.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,7,14.0,14.8,15.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(1,8,16.0,16.8,17.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,1,2.0,2.8,3.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,2,4.0,4.8,5.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,3,6.0,6.8,7.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,4,8.0,8.8,9.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,5,10.0,10.8,11.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,6,12.0,12.8,13.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,7,14.0,14.8,15.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,8,16.0,16.8,17.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,9,18.0,18.8,19.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,10,20.0,20.8,21.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,11,22.0,22.8,23.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(2,12,24.0,24.8,25.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,1,2.0,2.8,3.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,2,4.0,4.8,5.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,3,6.0,6.8,7.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,4,8.0,8.8,9.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,5,10.0,10.8,11.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,6,12.0,12.8,13.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,7,14.0,14.8,15.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
INSERT INTO "rep" VALUES(3,8,16.0,16.8,17.9,1,'right','{"9":0.8,"12":0.1,"10":1.0,"14":0.97,"25":31.25,"26":4.5,"6":[14.2,0.8,""],"7":[9.1,0.8,""],"5":[8.0,0.8,""],"8":[6.2,0.8,""],"13":7.5,"11":1.5,"23":-1.61,"24":-1.72,"21":[null,1.0,""],"20":[null,1.0,""],"22":[null,1.0,""],"17":[null,1.0,""],"18":[null,1.0,""],"19":[null,1.0,""],"15":[null,1.0,""],"16":[null,1.0,""],"1":[null,1.0,""],"2":[null,1.0,""],"3":[null,1.0,""],"4":[null,1.0,""]}');
CREATE TABLE routine_use (
    id INTEGER PRIMARY KEY,
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    routine TEXT NOT NULL,
    started_s REAL NOT NULL,
    day TEXT NOT NULL
) STRICT;
INSERT INTO "routine_use" VALUES(1,1,'beginner',1772445600.0,'2026-03-02');
CREATE TABLE set_summary (
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    side TEXT NOT NULL CHECK (side IN ('all', 'left', 'right')),
    count INTEGER NOT NULL,
    mean REAL NOT NULL,
    spread REAL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    PRIMARY KEY (set_id, measure_id, side)
) STRICT, WITHOUT ROWID;
INSERT INTO "set_summary" VALUES(1,5,'all',8,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(1,6,'all',8,14.2,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(1,7,'all',8,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(1,8,'all',8,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(1,9,'all',8,0.8,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(1,10,'all',8,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(1,11,'all',8,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(1,12,'all',8,0.1,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(1,13,'all',8,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(1,14,'all',8,0.97,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(1,23,'all',8,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(1,24,'all',8,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(1,25,'all',8,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(1,26,'all',8,4.5,0.0,4.5,4.5);
INSERT INTO "set_summary" VALUES(2,5,'all',12,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(2,6,'all',12,1.41999999999999975135e+01,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(2,7,'all',12,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(2,8,'all',12,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(2,9,'all',12,8.00000000000000155431e-01,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(2,10,'all',12,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(2,11,'all',12,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(2,12,'all',12,1.00000000000000019428e-01,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(2,13,'all',12,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(2,14,'all',12,9.70000000000000084376e-01,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(2,23,'all',12,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(2,24,'all',12,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(2,25,'all',12,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(2,26,'all',12,4.5,0.0,4.5,4.5);
INSERT INTO "set_summary" VALUES(3,5,'all',8,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(3,6,'all',8,14.2,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(3,7,'all',8,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(3,8,'all',8,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(3,9,'all',8,0.8,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(3,10,'all',8,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(3,11,'all',8,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(3,12,'all',8,0.1,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(3,13,'all',8,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(3,14,'all',8,0.97,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(3,23,'all',8,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(3,24,'all',8,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(3,25,'all',8,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(3,26,'all',8,4.5,0.0,4.5,4.5);
CREATE TABLE training_set (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    workout_id INTEGER NOT NULL REFERENCES workout (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    confidence REAL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'interrupted')),
    relation TEXT NOT NULL CHECK (relation IN ('straight', 'superset', 'drop')),
    started_s REAL NOT NULL,
    last_seen_s REAL NOT NULL,
    utc_offset_s INTEGER NOT NULL,
    load_kg REAL CHECK (load_kg >= 0),
    unit TEXT NOT NULL CHECK (unit IN ('kg', 'lb')),
    rpe REAL CHECK (rpe BETWEEN 1 AND 10),
    notes TEXT NOT NULL DEFAULT '',
    reps INTEGER NOT NULL DEFAULT 0,
    flagged_reps INTEGER NOT NULL DEFAULT 0,
    view TEXT NOT NULL DEFAULT 'unknown',
    yaw_deg REAL,
    detection_fraction REAL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'clip', 'import')),
    origin_key TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    recording TEXT NOT NULL DEFAULT '',
    program TEXT NOT NULL DEFAULT '',
    UNIQUE (workout_id, position)
) STRICT;
INSERT INTO "training_set" VALUES(1,'98c2c7a6c23344fc8cf43ebc474555f5',1,1,'bent_over_row',NULL,'finished','straight',1772445600.0,1772445615.9,3600,40.0,'kg',7.0,'',8,1,'unknown',NULL,NULL,'live','','','','');
INSERT INTO "training_set" VALUES(2,'a096b14ab62e41148ff098beae3a07bd',1,2,'face_pull',NULL,'finished','superset',1772445640.0,1772445663.9,3600,NULL,'kg',NULL,'',12,0,'unknown',NULL,NULL,'live','','','','');
INSERT INTO "training_set" VALUES(3,'e92a12992faf4c27a5067f8a302039ff',2,1,'bent_over_row',NULL,'finished','straight',1772704800.0,1772704815.9,3600,42.5,'kg',NULL,'',8,0,'unknown',NULL,NULL,'live','','','','');
CREATE TABLE workout (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    started_s REAL NOT NULL,
    utc_offset_s INTEGER NOT NULL,
    day TEXT NOT NULL,
    feeling TEXT NOT NULL DEFAULT '' CHECK (feeling IN ('', 'fresh', 'tired', 'sore')),
    routine TEXT NOT NULL DEFAULT '',
    routine_day TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "workout" VALUES(1,'cb97234c43e848bb996237408d9551a4',1,1772445600.0,3600,'2026-03-02','','','','');
INSERT INTO "workout" VALUES(2,'8499a81de2a440eb8f8674846bf00209',1,1772704800.0,3600,'2026-03-05','','','','');
CREATE INDEX workout_of_lifter ON workout (lifter_id, started_s);
CREATE INDEX set_of_exercise ON training_set (exercise, started_s);
CREATE INDEX set_of_origin ON training_set (origin_key) WHERE origin_key <> '';
CREATE INDEX set_running ON training_set (state) WHERE state = 'running';
CREATE INDEX flag_of_set ON flag (set_id);
CREATE INDEX correction_of_set ON correction (set_id);
CREATE INDEX posture_of ON posture (lifter_id, exercise, kind);
CREATE INDEX routine_use_of ON routine_use (lifter_id);
COMMIT;
PRAGMA application_id = 1178815559;
PRAGMA user_version = 2;
