/** Shells that can be told. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** What each shell has to load. All ask the program, so that they know what it knows. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of ecs-imagebuild for bash. In ~/.bashrc: eval "$(ecs-imagebuild completion bash)"
_ecs_imagebuild() {
  local line cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  compopt +o default +o nospace 2>/dev/null
  [[ $cur == [=:] ]] && cur=
  while IFS= read -r line; do
    case $line in
      :any) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$cur")) ;;
      :json) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$cur") $(compgen -f -X '!*.json' -- "$cur")) ;;
      *) COMPREPLY+=("$line"); [[ $line == *= ]] && compopt -o nospace ;;
    esac
  done < <("\${COMP_WORDS[0]}" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _ecs_imagebuild ecs-imagebuild`,
  zsh: `#compdef ecs-imagebuild
# Completion of ecs-imagebuild for zsh. In ~/.zshrc after compinit: eval "$(ecs-imagebuild completion zsh)"
_ecs_imagebuild() {
  local line value
  local -a plain open
  while IFS= read -r line; do
    case $line in
      :any) compset -P '*='; _files ;;
      :json) _files -g '*.json' ;;
      *) value=\${\${line%%$'\\t'*}//:/\\\\:}
         [[ $line == *$'\\t'* ]] && value+=":\${line#*$'\\t'}"
         if [[ \${line%%$'\\t'*} == *= ]]; then open+=("$value"); else plain+=("$value"); fi ;;
    esac
  done < <($words[1] completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#plain )) && _describe ecs-imagebuild plain
  (( $#open )) && _describe ecs-imagebuild open -S ''
  return 0
}
compdef _ecs_imagebuild ecs-imagebuild`,
  fish: `# Completion of ecs-imagebuild for fish. In ~/.config/fish/config.fish: ecs-imagebuild completion fish | source
function __ecs_imagebuild_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in ($words[1] completion fish -- $words[2..-1] 2>/dev/null)
    switch $line
      case ':any'
        __fish_complete_path (string replace -r '.*=' '' -- (commandline -ct))
      case ':json'
        __fish_complete_path (commandline -ct) | string match -r '.*(?:/|\\.json)(?:\\t.*)?$'
      case '*'
        echo $line
    end
  end
end
complete -c ecs-imagebuild -f -a '(__ecs_imagebuild_complete)'`,
};
