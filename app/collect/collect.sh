f=kubepki-$(uname -n).tgz
sudo sh -eu >"$f" <<'END' && echo "Wrote $f: no private key is in it." || rm -f "$f"
places='@PLACES@'
umask 077; export LC_ALL=C name=; openssl version >/dev/null; awk 'BEGIN {}'; cd @ROOT@; ls -d @HOME@ >/dev/null
t=$(mktemp -d /dev/shm/kubepki.XXXXXX 2>/dev/null || mktemp -d); trap 'rm -rf "$t"' EXIT; trap 'exit 1' HUP INT TERM
node=$t/$(uname -n); mkdir -m 755 "$node"
tar cf - $(ls -d $places 2>/dev/null) | tar xpf - -C "$node"
# What is not of these kinds is left out: nothing else is needed, and it may hold secrets.
known='/-----BEGIN |^KUBELET_KUBEADM_ARGS=|^containerRuntimeEndpoint:/ { yes = 1 }
  /kind.?: *.?(Pod|Config|(Kubelet|Cluster|Init|Join)Configuration)/ { yes = 1 }
  /kind.?: *.?(Secret|Encryption)/ { no = 1 } END { exit !yes || no }'
# Each private key becomes its public half; the value of each token, password, secret and variable REDACTED.
half='openssl pkey -pubout -passin pass: 2>/dev/null || echo "Left out: an unreadable key in $name" >&2'
public='{ match($0, /[^- ]/); column = RSTART; comma = /,$/ ? "," : ""; quote = /" *: *"/ ? "\"" : "" }
  deep && (!column || column > deep) { next }
  { deep = 0 }
  /-----BEGIN .*PRIVATE KEY/ { key = 1; fflush() }
  key { print | half; if (/-----END/) { close(half); key = 0 }; next }
  match($0, /([Tt]oken|password|[Ss]ecret|certificateKey|value).? *[:=] *[^ ]/) {
    deep = column; $0 = substr($0, 1, RSTART + RLENGTH - 2) quote "REDACTED" quote comma }
  { gsub(/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/, "REDACTED"); gsub(/:\/\/[^\/@ ]*@/, "://") }
  match($0, /client-key-data.? *:/) && !/LS0tLS1CRUdJTiBQVUJMSUM/ {
    printf "%s %s", substr($0, 1, RSTART + RLENGTH - 1), quote; fflush(); data = substr($0, RSTART + RLENGTH)
    gsub(/[^A-Za-z0-9+\/=]/, "", data); inside = "openssl base64 -d -A | { " half "; } | openssl base64 -A"
    print data | inside; close(inside); print quote comma; deep = column; next }
  { print }'
clean() { for p in "$1"/* "$1"/.[!.]*; do
  name=${p#"$node"}
  if [ -h "$p" ]; then continue; elif [ -d "$p" ]; then clean "$p"; continue; elif [ ! -f "$p" ]; then rm -f "$p"; continue; fi
  if awk "$known" "$p"; then awk -v half="$half" "$public" "$p" >"$t/new"; cat "$t/new" >"$p"
  else rm "$p"; echo "Left out: $name" >&2; continue; fi
  awk '/PRIVATE KEY|UFJJVkFURS|BSSVZBVEUg|QUklWQVRFI/ { exit 1 }' "$p" || { echo "Stopped: $name holds a key" >&2; exit 1; }
done; }
clean "$node"; tar czf - -C "$t" "${node##*/}"
END
