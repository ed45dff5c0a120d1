import StrataCLI

/// The program `strata`; all the rest is a library, so that tests can import it.
@main
enum Main {
    static func main() async { await runProgram() }
}
