# The first process of every task: it takes over what is to be run, runs it,
# and hands back what came of it. It needs head, sha256sum, base64, mkdir and
# wc, which coreutils and busybox have. docs/executors.md tells the protocol.
umask 077
_C=/catenary _marker= _why= _pid= _signals=0

# ends notes why the script is to end, where the note outlives us, and tells it.
ends() {
	_signals=$((_signals + 1))
	if [ -z "$_why" ]; then
		_why=$1
		[ -z "$_marker" ] || printf '%s stop %s\n' "$_marker" "$_why"
	fi
	[ -z "$_pid" ] || kill -TERM "$_pid" 2>/dev/null
}
trap 'ends stopped' USR1
trap 'ends timeout' USR2
trap 'ends log' HUP
trap 'ends lost' TERM INT

# Nothing runs unless all of it came through.
broken() {
	echo "catenary: hand-over broken"
	exit 1
}
unusable() {
	echo "catenary: image unusable"
	exit 1
}
read -r _word _size _sum || broken
[ "$_word" = catenary1 ] || broken
head -c "$_size" >"$_C/.handover" || unusable
_is=$(sha256sum <"$_C/.handover") || unusable
[ "$_is" = "$_sum  -" ] || broken

# What came defines _marker, limits and the function run, writes files, sets $@.
unready() {
	printf '%s unready\n' "$_marker"
	exit 1
}
. "$_C/.handover"
: >"$_C/.handover"
cd "$_C/work" || unready

_code=-1
# What this shell itself says of a killed script is not the script's.
exec 4>&2 2>/dev/null
if [ -z "$_why" ]; then
	run "$@" </dev/null 2>&4 4>&- &
	_pid=$!
	[ -z "$_why" ] || kill -TERM "$_pid" 2>/dev/null
	# wait also ends when a signal came: then the script may still be there.
	while :; do
		_before=$_signals
		wait "$_pid"
		_now=$?
		[ "$_now" = 127 ] && [ "$_code" != -1 ] || _code=$_now
		[ "$_before" != "$_signals" ] || break
	done
fi
trap '' USR1 USR2 HUP TERM INT
# What the script left behind ends with it; so nobody but us writes from here.
while kill -KILL -1 2>/dev/null; do :; done

# happened says whether the kernel counted a word in one of some files.
happened() {
	_word=$1
	shift
	for _file; do
		[ -r "$_file" ] || continue
		while read -r _key _count; do
			[ "$_key" = "$_word" ] && [ "$_count" != 0 ] && return 0
		done <"$_file"
	done
	return 1
}
_G=/sys/fs/cgroup
_facts=
happened oom_kill $_G/memory.events $_G/memory/memory.oom_control && _facts=$_facts,memory
happened max $_G/pids.events $_G/pids/pids.events && _facts=$_facts,processes
for _file in "$_C/.probe" /tmp/.catenary-probe; do
	{ echo full >"$_file"; } 2>/dev/null || _facts=$_facts,disk
done
printf '%s end %s %s\n' "$_marker" "$_code" "$_facts"

measure() {
	_size=$(wc -c <"$1") || _size=0
	_size=$((_size))
}
# send KIND FILE NAME, of a file that was measured.
send() {
	printf '%s %s %s %s\n' "$_marker" "$1" "$_size" "$3"
	base64 -w 0 "$2" 2>/dev/null || base64 "$2"
	echo
}
refuse() {
	printf '%s refuse %s %s\n' "$_marker" "$1" "$2"
}
_newline='
'
output() {
	_file=$_C/output.json
	[ -e "$_file" ] || [ -L "$_file" ] || return 0
	if [ -L "$_file" ] || [ ! -f "$_file" ]; then refuse output-kind && return; fi
	measure "$_file"
	if [ "$_size" -gt "$_max_output" ]; then refuse output-size "$_size" && return; fi
	send output "$_file"
}
artefacts() {
	[ -d "$_C/out" ] && [ ! -L "$_C/out" ] || return 0
	_left=$_max_artefact_bytes _count=0
	for _file in "$_C/out"/* "$_C/out"/.[!.]* "$_C/out"/..?*; do
		[ -e "$_file" ] || [ -L "$_file" ] || continue
		_name=${_file#"$_C/out/"}
		case $_name in *"$_newline"*) refuse artefact-name && return ;; esac
		if [ -L "$_file" ] || [ ! -f "$_file" ]; then refuse artefact-kind "$_name" && return; fi
		_count=$((_count + 1))
		if [ "$_count" -gt "$_max_artefacts" ]; then refuse artefact-count && return; fi
		measure "$_file"
		_left=$((_left - _size))
		if [ "$_left" -lt 0 ]; then refuse artefact-size && return; fi
		send artefact "$_file" "$_name"
	done
}
if [ -z "$_why" ]; then
	output
	artefacts
fi
printf '%s done\n' "$_marker"
[ "$_code" -ge 0 ] || exit 1
exit "$_code"
