"""Recognition of dual-qualified teachers: standards, candidates, rounds, certificates."""
