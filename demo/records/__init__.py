"""People, organisations, teams, duties, issues and patrols: all invented, on generated ground."""
