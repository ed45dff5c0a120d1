# The demo API. With a database beside it: docker compose --profile api up --build
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends libpq-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mkdir /app && cp "$(Scripts/release.sh)" /app/

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends curl libpq5 libstdc++6 tzdata \
    && rm -rf /var/lib/apt/lists/* && useradd --system --home-dir /app app
WORKDIR /app
COPY --from=build /app /app
COPY migrations /app/migrations
USER app
ENV HOST=0.0.0.0 PORT=8080
EXPOSE 8080
# Answers as long as the process does; whether the database is there is for /ready.
HEALTHCHECK --interval=10s --timeout=3s \
    CMD curl --silent --fail --output /dev/null "http://127.0.0.1:$PORT/health"
ENTRYPOINT ["/app/DemoAPI"]
