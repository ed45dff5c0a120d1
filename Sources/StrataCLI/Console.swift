#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the tool writes: results to standard output, everything else to standard error.
enum Console {
    /// Writes a line of the result.
    static func say(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes the result as it is.
    static func emit(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes a remark or an error.
    static func remark(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Whether a person reads standard output on a terminal and has not asked for plain text.
    static var hasColor: Bool {
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        return unsafe getenv("NO_COLOR") == nil
    }

    /// Writes everything at once and unbuffered, so that lines of both outputs keep their order.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                #if canImport(Glibc)
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                #elseif canImport(Musl)
                unsafe Musl.write(descriptor, $0.baseAddress, $0.count)
                #else
                unsafe Darwin.write(descriptor, $0.baseAddress, $0.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            // A reader that went away, as `head` does, is no error.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
