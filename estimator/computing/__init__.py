"""Who computes, and in which environment: workers of this machine and beyond it."""
