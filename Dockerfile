# The service in a container of its own; the database is another one (docker-compose.yml).

FROM node:24-bookworm-slim AS build
WORKDIR /app
# The dependencies first, so that a change of code does not install them again.
COPY package.json package-lock.json .npmrc ./
COPY .config ./.config
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/dist ./dist
# The place for a data folder and a configuration, should they be mounted.
RUN mkdir /app/data && chown node:node /app/data
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# All interfaces of the container: who may reach them is for the published port to say.
ENTRYPOINT ["node", "dist/src/cli.js"]
CMD ["start", "--host", "0.0.0.0", "--port", "3000"]
