"""The parts of the explore page: each takes a run's evidence and draws one section."""
