# Plain `flask …` in a checkout is for trying things out; production names its mode.
FLASK_APP=app
PRAKERJA_MODE=training
