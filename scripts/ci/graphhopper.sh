#!/usr/bin/env bash
# A GraphHopper server for tests: fetched from Maven Central, started on an extract, with profiles for cars and lorries.
#
#   scripts/ci/graphhopper.sh start FILE.osm.pbf [PORT]   starts it, prints its URL (for TUANDA_TEST_GRAPHHOPPER_URL)
#   scripts/ci/graphhopper.sh stop                        stops it and removes what it made of the extract
#
# Needs Java 17 and Maven; the jar (46 MB) stays in Maven's own cache. TUANDA_CI_GRAPHHOPPER_FOLDER
# (/tmp/tuanda-graphhopper) says where it works; its process id is in the file `pid` there, its log beside it.
set -euo pipefail

version=10.2
folder=${TUANDA_CI_GRAPHHOPPER_FOLDER:-/tmp/tuanda-graphhopper}
start_seconds=${TUANDA_CI_GRAPHHOPPER_SECONDS:-120}

stop() {
  [ -d "$folder" ] || return 0
  if [ -f "$folder/pid" ]; then
    pid=$(cat "$folder/pid")
    # The number may be another's by now.
    if ps -p "$pid" -o args= 2>/dev/null | grep -q graphhopper-web; then
      kill "$pid" 2>/dev/null || true
      for _ in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
      done
      kill -9 "$pid" 2>/dev/null || true
    fi
  fi
  rm -rf "$folder"
}

fetch() {
  local coordinates="com.graphhopper:graphhopper-web:$version"
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get \
    -Dartifact="$coordinates" -Dtransitive=false >&2
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact="$coordinates" -DoutputDirectory="$folder" -Dmdep.useBaseVersion=true >&2
}

write_config() {
  cat >"$folder/config.yml" <<YAML
graphhopper:
  datareader.file: "$1"
  graph.location: "$folder/graph"
  graph.encoded_values: car_access, car_average_speed, road_access, hgv, max_width, max_height, max_weight
  import.osm.ignored_highways: footway,cycleway,path,pedestrian,steps
  # Test towns are smaller than what GraphHopper takes for a leftover.
  prepare.min_network_size: 20
  profiles:
    - name: car
      turn_costs: { vehicle_types: [motorcar, motor_vehicle] }
      custom_model_files: [car.json]
    - name: truck
      turn_costs: { vehicle_types: [hgv, motorcar, motor_vehicle] }
      custom_model_files: [truck.json]
server:
  application_connectors:
    - { type: http, port: $2, bind_host: 127.0.0.1 }
  admin_connectors:
    - { type: http, port: 0, bind_host: 127.0.0.1 }
  request_log: { appenders: [] }
YAML
}

start() {
  local extract port
  extract=$(realpath "$1")
  port=${2:-58989}
  stop
  mkdir -p "$folder"
  fetch
  write_config "$extract" "$port"
  (
    cd "$folder"
    exec nohup java -Xmx512m -jar "graphhopper-web-$version.jar" server config.yml >"$folder/log" 2>&1 </dev/null
  ) &
  echo $! >"$folder/pid"
  for _ in $(seq "$start_seconds"); do
    if curl -fs "http://127.0.0.1:$port/info" >/dev/null; then
      echo "http://127.0.0.1:$port"
      return 0
    fi
    if ! kill -0 "$(cat "$folder/pid")" 2>/dev/null; then break; fi
    sleep 1
  done
  echo "GraphHopper did not start. The end of its log:" >&2
  tail -n 30 "$folder/log" >&2
  exit 1
}

case "${1:-}" in
  start)
    if [ ! -f "${2:-}" ]; then
      echo "Usage: $0 start FILE.osm.pbf [PORT]" >&2
      exit 2
    fi
    start "$2" "${3:-}"
    ;;
  stop) stop ;;
  *)
    echo "Usage: $0 start FILE.osm.pbf [PORT] | stop" >&2
    exit 2
    ;;
esac
