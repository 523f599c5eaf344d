package io.spindrift.cli;

import java.util.List;
import java.util.stream.Collectors;

/// Prints what a shell needs to complete commands and flags.
final class CompletionCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                    "completion",
                    "Prints completion for bash and zsh: source <(spindrift completion)");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        call.say(script());
        return 0;
    }

    static String script() {
        List<Syntax> all = Spindrift.shown().stream().map(Command::syntax).toList();
        String names = all.stream().map(Syntax::name).collect(Collectors.joining(" "));
        String cases =
                all.stream()
                        .map(syntax ->
                                "    " + syntax.name() + ") flags='" + flags(syntax) + "' ;;")
                        .collect(Collectors.joining("\n"));
        return """
        [ -z "${ZSH_VERSION-}" ] || { autoload -U +X bashcompinit && bashcompinit; }
        _spindrift() {
          local flags='' word=${COMP_WORDS[COMP_CWORD]}
          if [ "$COMP_CWORD" -eq 1 ]; then
            COMPREPLY=($(compgen -W '%s' -- "$word"))
            return
          fi
          case ${COMP_WORDS[1]} in
        %s
          esac
          case $word in
            -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
            *) COMPREPLY=($(compgen -f -- "$word")) ;;
          esac
        }
        complete -o filenames -F _spindrift spindrift\
        """
                .formatted(names, cases);
    }

    private static String flags(Syntax syntax) {
        return syntax.flags().stream().map(Flag::name).collect(Collectors.joining(" "));
    }
}
