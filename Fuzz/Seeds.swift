import CodecSamples
import Foundation
import PGCore

/// Valid values for the fuzzer to change.
enum Seeds {
    static func writeIfAsked() {
        guard let folder = ProcessInfo.processInfo.environment["STRATA_FUZZ_SEEDS"] else { return }
        do {
            try write(to: URL(filePath: folder, directoryHint: .isDirectory))
        } catch {
            fatalError("the seeds cannot be written: \(error)")
        }
        exit(0)
    }

    private static func write(to folder: URL) throws {
        var number = 0
        for (index, target) in FuzzTarget.all.enumerated() {
            let choice = [UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index)]
            for value in values(for: target) {
                try Data(choice + value).write(to: folder.appending(path: "\(number)"))
                number += 1
            }
        }
        print("\(FuzzTarget.all.count) readers, \(number) seeds")
    }

    /// A few samples of the type that the reader's name ends with.
    private static func values(for target: FuzzTarget) -> [[UInt8]] {
        let matching = CodecSample.all.filter { sample in
            target.name.contains(" from \(sample.oid),") || target.name.hasPrefix(sample.swiftType)
        }
        let isText = target.name.hasSuffix("text")
        return matching.prefix(4).map { isText ? Array($0.text.utf8) : $0.binary }
    }
}
