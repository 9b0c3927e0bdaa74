# The gateway, its migrations and its commands in one image; PostgreSQL is elsewhere. Node runs the TypeScript as it is.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# GraphiQL comes as a bundle. What it was made of, which its types name as dependencies, is nearly half of all packages.
RUN cd node_modules && rm -r @graphiql framer-motion monaco-editor motion-dom react-aria react-dom react-stately

FROM node:24-slim
ENV NODE_ENV=production \
    GRAPHILE_ENV=production \
    HOST=0.0.0.0 \
    PORT=5678 \
    DATA_DIR=/var/lib/tenantry
WORKDIR /app
# A named volume takes over the owner of the directory that it is mounted on.
RUN mkdir --mode=0700 /var/lib/tenantry /var/lib/tenantry-archive \
 && chown node:node /var/lib/tenantry /var/lib/tenantry-archive
COPY --from=dependencies /app/node_modules ./node_modules
# The lock file tells whether an exported API fits.
COPY package.json package-lock.json LICENSE .gmrc ./
COPY db ./db
COPY graphql ./graphql
COPY src ./src
USER node
EXPOSE 5678
# Whether the process is alive. Load balancers ask /ready, which also knows of the database and its migrations.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that it hears SIGTERM and finishes what is under way.
CMD ["node", "src/start.js"]
