import Foundation
import PGSchema

/// What keeps source text from being written.
struct ModelFileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Where source text goes.
struct ModelFiles: Sendable {
    /// A folder, a file, or `nil` for standard output.
    let output: String?

    func write(_ models: ModelGenerator) throws(ModelFileError) {
        guard let output else { return Console.emit(models.source) }
        if output.hasSuffix(".swift") {
            return try write([(output, models.source)], header: models.header)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: output, withIntermediateDirectories: true)
        } catch {
            throw ModelFileError("\(output) cannot be made: \(error.localizedDescription)")
        }
        try write(models.files.map { ("\(output)/\($0.name)", $0.text) }, header: models.header)
    }

    /// Looks at all files before it writes the first.
    private func write(
        _ files: [(path: String, text: String)], header: String
    ) throws(ModelFileError) {
        let mark = header.prefix { $0 != "\n" }
        for (path, _) in files {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            guard String(decoding: data, as: UTF8.self).hasPrefix(mark) else {
                throw ModelFileError("\(path) was not made by this command; move it away first")
            }
        }
        for (path, text) in files {
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
                throw ModelFileError("\(path) cannot be written")
            }
            Console.say(path)
        }
    }
}
