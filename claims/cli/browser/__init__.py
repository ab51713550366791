"""Review in the browser: one claim at a time, on this machine alone."""
