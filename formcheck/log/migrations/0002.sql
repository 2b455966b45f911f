-- The posture a neutral was held in: in the hinge it is compared by the back's own shape.
-- A neutral of before says nothing of it, and is taken for one of standing.

ALTER TABLE posture ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));
ALTER TABLE posture ADD COLUMN hip_deg REAL;
ALTER TABLE posture ADD COLUMN lumbar_shape_deg REAL;
ALTER TABLE posture ADD COLUMN thoracic_shape_deg REAL;
