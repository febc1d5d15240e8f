import os
import signal
import sys

import psycopg2
import redis
from flask import Flask, jsonify, request

app = Flask(__name__)
cache = redis.Redis(host=os.environ["REDIS_HOST"], decode_responses=True)


@app.get("/")
def index():
    [(version,)] = query("SHOW server_version")
    return jsonify(visits=cache.incr("visits"), database=f"PostgreSQL {version}")


@app.get("/notes")
def list_notes():
    return jsonify([{"id": id, "text": text} for id, text in query("SELECT id, text FROM notes ORDER BY id")])


@app.post("/notes")
def add_note():
    text = request.get_json()["text"]
    [(id,)] = query("INSERT INTO notes (text) VALUES (%s) RETURNING id", text)
    return jsonify(id=id, text=text), 201


@app.get("/health")
def health():
    cache.ping()
    query("SELECT 1")
    return jsonify(status="ok")


def query(statement, *values):
    connection = psycopg2.connect(
        host=os.environ["POSTGRES_HOST"],
        user=os.environ["POSTGRES_USER"],
        password=os.environ["POSTGRES_PASSWORD"],
        dbname=os.environ["POSTGRES_DB"],
    )
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


if __name__ == "__main__":
    # Process 1 of a container ignores signals that it has no handler for, and stopping would take ten seconds.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    query("CREATE TABLE IF NOT EXISTS notes (id serial PRIMARY KEY, text text NOT NULL)")
    app.run(host="0.0.0.0", port=8000)
