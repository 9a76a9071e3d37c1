# What is compiled here runs below, without the compiler.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The bundled Node of package.json is for machines with an older one. (--omit=optional would also leave out argon2.)
RUN npm ci && rm -rf node_modules/node-linux-*
COPY tsconfig.json ./
COPY public ./public
COPY migrations ./migrations
COPY src ./src
RUN node node_modules/typescript/bin/tsc -p tsconfig.json && rm dist/.tsbuildinfo

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-*

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY public ./public
COPY views ./views
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm or a shell: the signal to stop must reach Parley itself, which then finishes the sends in hand.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/src/main.js"]
