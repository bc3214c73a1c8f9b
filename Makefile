# Two commands do everything: `make run` and `make test`. See README.md.
