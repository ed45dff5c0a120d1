import Foundation

/// Tells a person what is going on, on standard error: standard output is for the log.
enum Progress {
    static func say(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
