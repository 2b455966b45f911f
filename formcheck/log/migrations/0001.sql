-- Seconds "_s" are of the Unix clock (UTC) in lifter, workout, training_set, posture, correction and
-- routine_use; in rep and flag they are the time stamps of the source the set was filmed with.
-- NULL stands for what could not be judged or is not known.

CREATE TABLE lifter (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL UNIQUE,
    level TEXT NOT NULL CHECK (level IN ('beginner', 'intermediate', 'advanced')),
    unit TEXT NOT NULL CHECK (unit IN ('kg', 'lb')),
    created_s REAL NOT NULL
) STRICT;

CREATE TABLE lifter_equipment (
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    equipment TEXT NOT NULL,
    PRIMARY KEY (lifter_id, equipment)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX workout_of_lifter ON workout (lifter_id, started_s);

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
CREATE INDEX set_of_exercise ON training_set (exercise, started_s);
CREATE INDEX set_of_origin ON training_set (origin_key) WHERE origin_key <> '';
CREATE INDEX set_running ON training_set (state) WHERE state = 'running';

CREATE TABLE measure (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- "measures" is a JSON object, {"<measure.id>": value} or, where quality and reason say more,
-- [value, quality, reason]. A row a measure would take twice the room.
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

-- What the pages and the advice read: without it each trend would read every rep of a year.
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
CREATE INDEX flag_of_set ON flag (set_id);

CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
    made_s REAL NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;
CREATE INDEX correction_of_set ON correction (set_id);

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
CREATE INDEX posture_of ON posture (lifter_id, exercise, kind);

CREATE TABLE routine_use (
    id INTEGER PRIMARY KEY,
    lifter_id INTEGER NOT NULL REFERENCES lifter (id) ON DELETE CASCADE,
    routine TEXT NOT NULL,
    started_s REAL NOT NULL,
    day TEXT NOT NULL
) STRICT;
CREATE INDEX routine_use_of ON routine_use (lifter_id);
