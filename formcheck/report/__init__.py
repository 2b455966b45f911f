"""Turn an analysed recording into JSON, CSV, a table and an annotated video."""
