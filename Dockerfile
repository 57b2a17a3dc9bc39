# Runtime dependencies only, from a lock: requirements-postgres.lock adds the driver of PostgreSQL.
# tests/test_packaging.py runs these commands without Docker.
# Pinned by digest, as in docker-compose.yml: see "Images" in SECURITY.md.
ARG PYTHON_IMAGE=python:3.14.8-slim-bookworm@sha256:c8137f4c460908c8763f281c8f22c431eb5c538514ba9553fc3a89c06b7cfb88
FROM ${PYTHON_IMAGE} AS build
ARG LOCK=requirements.lock
WORKDIR /app
COPY requirements.lock requirements-postgres.lock ./
RUN python3 -m venv /app/.venv \
    && /app/.venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r "$LOCK"

FROM ${PYTHON_IMAGE}
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin chokepoint \
    && install -d -o chokepoint -g chokepoint /data
COPY --from=build /app/.venv /app/.venv
COPY service ./service
COPY models ./models
COPY examples ./examples
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --retries=3 \
    CMD ["/app/.venv/bin/python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=2)"]
CMD ["/app/.venv/bin/python", "-m", "gunicorn", "-c", "service/gunicorn.conf.py"]
