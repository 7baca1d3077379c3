#!/usr/bin/env bash
# A drill: the primary of three PostgreSQL under Patroni is killed (kill -9) while Guitu is written to. Says how long calls were
# refused, and fails if anything that was acknowledged is lost. All of it runs on this machine, in a new folder:
#
#   apt-get install patroni etcd-server python3-etcd postgresql-15 curl jq
#   GUITU=bin/guitu cmd/guitu/deploy/drills/primary.sh [first port]
#
# As root, PostgreSQL runs as the user postgres.
set -euo pipefail
guitu=$(realpath "${GUITU:-bin/guitu}")
port=${1:-17400}
dir=$(mktemp -d)
pids=()
end() {
	status=$?
	for p in "${pids[@]}"; do kill -9 -- "-$p" 2>/dev/null || true; done
	for n in 1 2 3; do kill -9 "$(head -n 1 "$dir/data$n/postmaster.pid" 2>/dev/null)" 2>/dev/null || true; done
	wait 2>/dev/null
	if [ $status -ne 0 ]; then tail -n 20 "$dir"/*.log; fi
	rm -rf "$dir"
	exit $status
}
trap end EXIT
as=()
if [ "$(id -u)" -eq 0 ]; then
	as=(runuser -u postgres --)
	chown postgres "$dir"
fi
start() { # NAME COMMAND…: in a group of its own, so that all of it can be killed
	local name=$1
	shift
	setsid "$@" >"$dir/$name.log" 2>&1 </dev/null &
	pids+=($!)
	disown # or the shell would tell of its end
}
now() { date +%s.%N; }
span() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f s", b - a }'; }

start etcd "${as[@]}" etcd --data-dir "$dir/etcd" --listen-client-urls "http://127.0.0.1:$port" --advertise-client-urls "http://127.0.0.1:$port" \
	--listen-peer-urls "http://127.0.0.1:$((port + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$((port + 1))" --initial-cluster "default=http://127.0.0.1:$((port + 1))"
declare -A member
hosts=""
for n in 1 2 3; do
	pg=$((port + 10 + n))
	hosts+="${hosts:+,}127.0.0.1:$pg"
	cat >"$dir/db$n.yml" <<-YAML
		scope: drill
		name: db$n
		restapi: {listen: "127.0.0.1:$((port + 20 + n))", connect_address: "127.0.0.1:$((port + 20 + n))"}
		etcd3: {hosts: ["127.0.0.1:$port"]}
		bootstrap:
		  dcs:
		    ttl: 20
		    loop_wait: 5
		    retry_timeout: 7
		    synchronous_mode: true
		    synchronous_mode_strict: true
		    postgresql: {use_pg_rewind: true, parameters: {max_connections: 60, wal_log_hints: "on"}}
		  initdb: [{encoding: UTF8}, {locale: C.UTF-8}]
		postgresql:
		  listen: "127.0.0.1:$pg"
		  connect_address: "127.0.0.1:$pg"
		  data_dir: $dir/data$n
		  bin_dir: /usr/lib/postgresql/15/bin
		  parameters: {unix_socket_directories: $dir, shared_buffers: 32MB}
		  authentication: {superuser: {username: postgres}, replication: {username: postgres}}
		  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
	YAML
	start "db$n" "${as[@]}" patroni "$dir/db$n.yml"
	member[db$n]=${pids[-1]}
done
cluster() { curl -fsS "http://127.0.0.1:$((port + 20 + ${1:-1}))/cluster" 2>/dev/null; }
began=$(now)
until [ "$(cluster | jq -r '[.members[] | select(.role == "leader" or .role == "sync_standby") | select(.state == "running" or .state == "streaming")] | length')" = 2 ]; do
	[ "$(date +%s)" -lt "$((${began%.*} + 300))" ] || { echo "the cluster does not start" >&2; exit 1; }
	sleep 1
done
echo "three members after $(span "$began" "$(now)")"

database="postgres://postgres@$hosts/postgres?target_session_attrs=read-write&sslmode=disable&connect_timeout=2"
start guitu "$guitu" serve --data "$dir/guitu" --models "$dir/none" --store "$database" --http "127.0.0.1:$((port + 30))" --grpc "127.0.0.1:$((port + 31))"
api="http://127.0.0.1:$((port + 30))"
until curl -fsS "$api/healthz" >/dev/null 2>&1; do sleep 0.2; done
token=$(cat "$dir/guitu/admin.token")
put() { # one notice; prints its status
	curl -s -o /dev/null -m 60 -w '%{http_code}' -H "Authorization: Bearer $token" -d "{\"externalId\": \"drill-$1\", \"source\": \"演练\", \"person\": {\"names\": [{\"text\": \"柳望舒\", \"kind\": \"LEGAL\"}]}}" "$api/v1/notices" || true
}
leader=$(cluster | jq -r '.members[] | select(.role == "leader") | .name')
acknowledged=() refused=0 killed="" last="" back=""
for ((i = 0; i < 100000; i++)); do
	if [ "$i" -eq 50 ]; then
		last=$(now) killed=$last
		kill -9 -- "-${member[$leader]}"
		kill -9 "$(head -n 1 "$dir/data${leader#db}/postmaster.pid")"
	fi
	status=$(put "$i")
	if [ "$status" = 200 ]; then
		acknowledged+=("$i")
		if [ -n "$killed" ] && [ -z "$back" ]; then back=$(now) stop=$((i + 50)); fi
		if [ -n "$back" ] && [ "$i" -ge "$stop" ]; then break; fi
	else
		refused=$((refused + 1))
		sleep 0.2
	fi
	[ "$(date +%s)" -lt "$((${began%.*} + 600))" ] || { echo "no new primary" >&2; exit 1; }
done
lost=0
for i in "${acknowledged[@]}"; do
	found=$(curl -fsS -H "Authorization: Bearer $token" "$api/v1/notices?externalId=drill-$i" | jq '.notices | length')
	[ "$found" = 1 ] || lost=$((lost + 1))
done
echo "primary killed: written again after $(span "$killed" "$back"), $refused calls refused, ${#acknowledged[@]} acknowledged, $lost lost"
[ "$lost" -eq 0 ]
