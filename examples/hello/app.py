import signal
import sys

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello from a container\n"


if __name__ == "__main__":
    # Process 1 of a container ignores signals that it has no handler for, and stopping would take ten seconds.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app.run(host="0.0.0.0", port=5000)
