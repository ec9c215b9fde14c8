# bash completion for kith(1)
_kith() {
    mapfile -t COMPREPLY < <(kith complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _kith kith
