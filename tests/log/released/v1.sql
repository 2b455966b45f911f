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
INSERT INTO "lifter" VALUES(1,'055915c2cb8c42cf9955cdc224fc6057','Anna','anna','intermediate','lb',1.79542014812387871742e+09);
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
INSERT INTO "measure" VALUES(1,'back_curvature_lumbar_max');
INSERT INTO "measure" VALUES(2,'back_curvature_max');
INSERT INTO "measure" VALUES(3,'back_curvature_mean');
INSERT INTO "measure" VALUES(4,'back_curvature_thoracic_max');
INSERT INTO "measure" VALUES(5,'concentric_s');
INSERT INTO "measure" VALUES(6,'eccentric_s');
INSERT INTO "measure" VALUES(7,'elevation_pct');
INSERT INTO "measure" VALUES(8,'pause_s');
INSERT INTO "measure" VALUES(9,'retraction_pct');
INSERT INTO "measure" VALUES(10,'rom');
INSERT INTO "measure" VALUES(11,'smoothness_concentric');
INSERT INTO "measure" VALUES(12,'smoothness_eccentric');
INSERT INTO "measure" VALUES(13,'trunk_inclination_deg');
INSERT INTO "measure" VALUES(14,'trunk_swing_deg');
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
) STRICT;
INSERT INTO "posture" VALUES(1,1,'bent_over_row','neutral',-30.0,-36.0,6.0,1772445600.0,3600,'side',3.0,1);
CREATE TABLE rep (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start_s REAL NOT NULL,
    peak_s REAL NOT NULL,
    end_s REAL NOT NULL,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
    UNIQUE (set_id, number)
) STRICT;
INSERT INTO "rep" VALUES(1,1,1,2.0,2.8,3.9,1,'right');
INSERT INTO "rep" VALUES(2,1,2,4.0,4.8,5.9,1,'right');
INSERT INTO "rep" VALUES(3,1,3,6.0,6.8,7.9,1,'right');
INSERT INTO "rep" VALUES(4,1,4,8.0,8.8,9.9,1,'right');
INSERT INTO "rep" VALUES(5,1,5,10.0,10.8,11.9,1,'right');
INSERT INTO "rep" VALUES(6,1,6,12.0,12.8,13.9,1,'right');
INSERT INTO "rep" VALUES(7,1,7,14.0,14.8,15.9,1,'right');
INSERT INTO "rep" VALUES(8,1,8,16.0,16.8,17.9,1,'right');
INSERT INTO "rep" VALUES(9,2,1,2.0,2.8,3.9,1,'right');
INSERT INTO "rep" VALUES(10,2,2,4.0,4.8,5.9,1,'right');
INSERT INTO "rep" VALUES(11,2,3,6.0,6.8,7.9,1,'right');
INSERT INTO "rep" VALUES(12,2,4,8.0,8.8,9.9,1,'right');
INSERT INTO "rep" VALUES(13,2,5,10.0,10.8,11.9,1,'right');
INSERT INTO "rep" VALUES(14,2,6,12.0,12.8,13.9,1,'right');
INSERT INTO "rep" VALUES(15,2,7,14.0,14.8,15.9,1,'right');
INSERT INTO "rep" VALUES(16,2,8,16.0,16.8,17.9,1,'right');
INSERT INTO "rep" VALUES(17,2,9,18.0,18.8,19.9,1,'right');
INSERT INTO "rep" VALUES(18,2,10,20.0,20.8,21.9,1,'right');
INSERT INTO "rep" VALUES(19,2,11,22.0,22.8,23.9,1,'right');
INSERT INTO "rep" VALUES(20,2,12,24.0,24.8,25.9,1,'right');
INSERT INTO "rep" VALUES(21,3,1,2.0,2.8,3.9,1,'right');
INSERT INTO "rep" VALUES(22,3,2,4.0,4.8,5.9,1,'right');
INSERT INTO "rep" VALUES(23,3,3,6.0,6.8,7.9,1,'right');
INSERT INTO "rep" VALUES(24,3,4,8.0,8.8,9.9,1,'right');
INSERT INTO "rep" VALUES(25,3,5,10.0,10.8,11.9,1,'right');
INSERT INTO "rep" VALUES(26,3,6,12.0,12.8,13.9,1,'right');
INSERT INTO "rep" VALUES(27,3,7,14.0,14.8,15.9,1,'right');
INSERT INTO "rep" VALUES(28,3,8,16.0,16.8,17.9,1,'right');
CREATE TABLE rep_measure (
    rep_id INTEGER NOT NULL REFERENCES rep (id) ON DELETE CASCADE,
    measure_id INTEGER NOT NULL REFERENCES measure (id),
    value REAL,
    quality REAL,
    reason TEXT,
    PRIMARY KEY (rep_id, measure_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "rep_measure" VALUES(1,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(1,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(1,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(1,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(1,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(1,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(2,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(2,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(2,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(2,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(2,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(3,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(3,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(3,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(3,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(3,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(4,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(4,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(4,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(4,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(4,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(5,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(5,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(5,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(5,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(5,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(6,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(6,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(6,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(6,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(6,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(7,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(7,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(7,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(7,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(7,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(8,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(8,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(8,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(8,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(8,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(9,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(9,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(9,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(9,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(9,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(10,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(10,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(10,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(10,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(10,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(11,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(11,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(11,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(11,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(11,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(12,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(12,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(12,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(12,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(12,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(13,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(13,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(13,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(13,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(13,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(14,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(14,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(14,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(14,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(14,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(15,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(15,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(15,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(15,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(15,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(16,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(16,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(16,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(16,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(16,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(17,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(17,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(17,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(17,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(17,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(18,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(18,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(18,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(18,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(18,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(19,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(19,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(19,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(19,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(19,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(20,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(20,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(20,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(20,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(20,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(21,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(21,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(21,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(21,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(21,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(22,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(22,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(22,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(22,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(22,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(23,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(23,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(23,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(23,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(23,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(24,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(24,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(24,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(24,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(24,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(25,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(25,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(25,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(25,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(25,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(26,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(26,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(26,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(26,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(26,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(27,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(27,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(27,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(27,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(27,14,4.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,1,8.0,0.8,NULL);
INSERT INTO "rep_measure" VALUES(28,2,14.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(28,3,9.1,0.8,NULL);
INSERT INTO "rep_measure" VALUES(28,4,6.2,0.8,NULL);
INSERT INTO "rep_measure" VALUES(28,5,0.8,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,6,1.0,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,7,1.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,8,0.1,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,9,7.5,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,10,0.97,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,11,-1.61,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,12,-1.72,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,13,31.25,NULL,NULL);
INSERT INTO "rep_measure" VALUES(28,14,4.5,NULL,NULL);
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
INSERT INTO "set_summary" VALUES(1,1,'all',8,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(1,2,'all',8,14.2,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(1,3,'all',8,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(1,4,'all',8,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(1,5,'all',8,0.8,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(1,6,'all',8,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(1,7,'all',8,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(1,8,'all',8,0.1,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(1,9,'all',8,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(1,10,'all',8,0.97,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(1,11,'all',8,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(1,12,'all',8,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(1,13,'all',8,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(1,14,'all',8,4.5,0.0,4.5,4.5);
INSERT INTO "set_summary" VALUES(2,1,'all',12,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(2,2,'all',12,1.41999999999999975135e+01,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(2,3,'all',12,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(2,4,'all',12,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(2,5,'all',12,8.00000000000000155431e-01,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(2,6,'all',12,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(2,7,'all',12,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(2,8,'all',12,1.00000000000000019428e-01,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(2,9,'all',12,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(2,10,'all',12,9.70000000000000084376e-01,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(2,11,'all',12,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(2,12,'all',12,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(2,13,'all',12,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(2,14,'all',12,4.5,0.0,4.5,4.5);
INSERT INTO "set_summary" VALUES(3,1,'all',8,8.0,0.0,8.0,8.0);
INSERT INTO "set_summary" VALUES(3,2,'all',8,14.2,0.0,14.2,14.2);
INSERT INTO "set_summary" VALUES(3,3,'all',8,9.1,0.0,9.1,9.1);
INSERT INTO "set_summary" VALUES(3,4,'all',8,6.2,0.0,6.2,6.2);
INSERT INTO "set_summary" VALUES(3,5,'all',8,0.8,0.0,0.8,0.8);
INSERT INTO "set_summary" VALUES(3,6,'all',8,1.0,0.0,1.0,1.0);
INSERT INTO "set_summary" VALUES(3,7,'all',8,1.5,0.0,1.5,1.5);
INSERT INTO "set_summary" VALUES(3,8,'all',8,0.1,0.0,0.1,0.1);
INSERT INTO "set_summary" VALUES(3,9,'all',8,7.5,0.0,7.5,7.5);
INSERT INTO "set_summary" VALUES(3,10,'all',8,0.97,0.0,0.97,0.97);
INSERT INTO "set_summary" VALUES(3,11,'all',8,-1.61,0.0,-1.61,-1.61);
INSERT INTO "set_summary" VALUES(3,12,'all',8,-1.72,0.0,-1.72,-1.72);
INSERT INTO "set_summary" VALUES(3,13,'all',8,31.25,0.0,31.25,31.25);
INSERT INTO "set_summary" VALUES(3,14,'all',8,4.5,0.0,4.5,4.5);
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
INSERT INTO "training_set" VALUES(1,'1a250037c75c47399577f702fd9fe195',1,1,'bent_over_row',NULL,'finished','straight',1772445600.0,1772445615.9,3600,40.0,'kg',7.0,'',8,1,'unknown',NULL,NULL,'live','','','','');
INSERT INTO "training_set" VALUES(2,'4e307466970e46599073c702db5c534e',1,2,'face_pull',NULL,'finished','superset',1772445640.0,1772445663.9,3600,NULL,'kg',NULL,'',12,0,'unknown',NULL,NULL,'live','','','','');
INSERT INTO "training_set" VALUES(3,'b515c07d0ae74a719aaa7bdc446b4d0c',2,1,'bent_over_row',NULL,'finished','straight',1772704800.0,1772704815.9,3600,42.5,'kg',NULL,'',8,0,'unknown',NULL,NULL,'live','','','','');
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
INSERT INTO "workout" VALUES(1,'bde92896ce8e4d59807d63e6a6bd495a',1,1772445600.0,3600,'2026-03-02','','','','');
INSERT INTO "workout" VALUES(2,'0ff3e87fb3264f86aea235966419178f',1,1772704800.0,3600,'2026-03-05','','','','');
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
PRAGMA user_version = 1;
