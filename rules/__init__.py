"""Pure decisions: what the regulation allows, from facts and time alone."""
