# Two small images from Debian's own packages: `app` (workers, jobs, migrations) and `nginx`.
# docker-compose.yml builds and wires both. No process in them is root's.

# ── The program ──
FROM debian:bookworm-slim AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /src

# The same list that ./daymark installs from.
COPY ops/packages.bash ops/packages.bash
RUN . ops/packages.bash \
 && mapfile -t packages < <(packages_for build) \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}" \
 && rm -rf /var/lib/apt/lists/*

COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY fcgi_app fcgi_app
COPY sql sql
RUN cmake --preset release -D DAYMARK_PAGE=OFF && cmake --build --preset release

COPY nginx nginx
COPY openapi.yaml ./
RUN cmake --install build/release --prefix /opt/daymark/app
# The Debian packages of the shared libraries that the programs were linked with.
RUN ldd /opt/daymark/app/bin/* | awk '$2 == "=>" {print $3}' | sort -u \
  | xargs -n 1 realpath | xargs -n 1 basename | sed 's#^#*/#' | xargs dpkg --search \
  | cut -d: -f1 | sort -u | grep -Ev '^lib(c6|gcc-s1)$' >/opt/daymark/libraries
COPY ops /opt/daymark/app/ops
# Readable for the images' user, whatever umask the repository was cloned with.
RUN ln -s ops/s6 /opt/daymark/app/s6 && chmod -R a+rX /opt/daymark

# ── The page ──
FROM debian:bookworm-slim AS page
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /src
COPY ops/packages.bash ops/packages.bash
RUN . ops/packages.bash \
 && mapfile -t packages < <(packages_for page) \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}" \
 && rm -rf /var/lib/apt/lists/*
COPY nginx/www/package.json nginx/www/package-lock.json ./
# Certificates (PEM) of whoever else may answer for npm's registry: a proxy that looks into TLS.
ARG EXTRA_CA=
RUN if [[ $EXTRA_CA ]]; then \
      printf '%s\n' "$EXTRA_CA" >/tmp/extra-ca.crt; \
      export NODE_EXTRA_CA_CERTS=/tmp/extra-ca.crt; \
    fi; \
    npm ci --ignore-scripts --omit=dev --no-audit --no-fund
COPY nginx/www ./
RUN node build.mjs dist && chmod -R a+rX dist

# ── What both images share ──
FROM debian:bookworm-slim AS base
# A fixed number, so that files in volumes keep their owner from one version to the next.
RUN groupadd --gid 10001 daymark \
 && useradd --uid 10001 --gid daymark --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin daymark \
 && install -d -o daymark -g daymark -m 0750 /run/daymark
ENV DAYMARK_STATE=/opt/daymark

# ── Workers and migrations ──
FROM base AS app
COPY --from=build /opt/daymark/libraries /opt/daymark/libraries
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      s6 execline postgresql-client-15 $(cat /opt/daymark/libraries) \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o daymark -g daymark -m 0755 /run/secrets/postgres /run/secrets/daymark_worker
COPY --from=build /opt/daymark/app /opt/daymark/app
USER daymark

# ── nginx ──
FROM base AS nginx
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nginx \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o daymark -g daymark -m 0750 /opt/daymark/nginx \
 && install -d /opt/daymark/conf
COPY --from=build /opt/daymark/app/share /opt/daymark/app/share
COPY --from=build /opt/daymark/app/ops /opt/daymark/app/ops
COPY --from=page /src/dist /opt/daymark/app/share/daymark/www
# Rendered and checked by what ./daymark run does it with.
RUN cd /opt/daymark/app/ops && . ./common.bash && . ./address.bash && . ./proxies.bash && . ./processes.bash \
 && state=$DAYMARK_STATE app=$DAYMARK_STATE/app run=/run/daymark && service_configure_nginx 0.0.0.0 8080 \
 && ln -sf /opt/daymark/nginx/{listen,trusted_proxies}.conf /opt/daymark/conf/nginx/
USER daymark
EXPOSE 8080
STOPSIGNAL SIGQUIT
CMD ["/opt/daymark/app/ops/container/nginx"]
