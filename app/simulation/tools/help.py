"""Help texts, as far as a capture of the real tool stands behind them; others name what the simulation offers."""

CRICTL = {
    "": (
        "NAME:\n   crictl - client for CRI\n\nUSAGE:\n   crictl [global options] command [command options] [arguments...]\n\n"
        "COMMANDS:\n   pods, ps, stopp, rmp, stop, rm, logs, images, inspect, inspectp, version\n"
    ),
    "stopp": (
        "NAME:\n   crictl stopp - Stop one or more running pods\n\nUSAGE:\n   crictl stopp [command options] POD-ID [POD-ID...]\n\n"
        "COMMANDS:\n   help, h  Shows a list of commands or help for one command\n\nOPTIONS:\n   --help, -h  show help\n"
    ),
    "rmp": (
        "NAME:\n   crictl rmp - Remove one or more pods\n\nUSAGE:\n   crictl rmp [command options] POD-ID [POD-ID...]\n\n"
        "OPTIONS:\n   --all, -a    Remove all pods (default: false)\n   --force, -f  Force removal of the pod, if needed\n"
    ),
    "pods": (
        "NAME:\n   crictl pods - List pods\n\nUSAGE:\n   crictl pods [command options]\n\nOPTIONS:\n"
        "   --id value                       filter by pod id\n"
        "   --label value [ --label value ]  Filter by key=value label\n"
        "   --last value, -n value           Show last n recently created pods. Set 0 for unlimited (default: 0)\n"
        "   --latest, -l                     Show the most recently created pod (default: false)\n"
        "   --name value                     Filter by pod name regular expression pattern\n"
        "   --output value, -o value         Output format. One of: json|yaml|table\n"
        "   --quiet, -q                      list only pod IDs (default: false)\n"
        "   --state value, -s value          Filter by pod state\n"
    ),
}
