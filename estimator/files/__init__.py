"""What comes from files and goes into them: YAML with its lines, ordinary files, cells of tables."""
