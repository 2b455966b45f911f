"""The routines that come with FormCheck; a user's own lie in the settings folder."""
