# Baton as a container: docs/deploy.md. What is copied is what it runs on, and .dockerignore lets nothing else in.

FROM python:3.11-slim AS installed
COPY requirements.lock .
RUN python -m venv /opt/baton \
    && /opt/baton/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Baton" \
      org.opencontainers.image.description="A Slack chat-ops bot for customer-support teams" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 baton \
    && useradd --system --uid 10001 --gid 10001 --home-dir /baton --no-create-home --shell /usr/sbin/nologin baton
WORKDIR /baton
COPY --from=installed /opt/baton /opt/baton
COPY app.py manifest.yml LICENSE ./
COPY deploy/healthy.py deploy/
COPY bot bot
COPY workflows workflows
COPY storage storage
# Compiled here, for nothing but var can be written later; var is the SQLite file's place, unused on PostgreSQL.
RUN /opt/baton/bin/python -m compileall -q app.py deploy bot workflows storage \
    && install --directory --owner=10001 --group=10001 --mode=700 var
ENV PATH=/opt/baton/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    BATON_HOST=0.0.0.0
USER 10001:10001
VOLUME ["/baton/var"]
EXPOSE 3000
# It stops within ten seconds of this; give it fifteen (docker stop --time 15, stop_grace_period).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["python", "deploy/healthy.py"]
ENTRYPOINT ["python", "app.py"]
CMD ["run"]
