import CodecSamples
import PGCore
import Testing

/// Whatever arrives, a decoder throws a decoding error or returns a value that can be printed.
@Suite("Random bytes never trap a codec")
struct FuzzTests {
    /// One sample for each pair of Swift type and column type.
    static let decoders: [CodecSample] = {
        var seen: Set<String> = []
        return CodecSample.all.filter { seen.insert("\($0.swiftType) \($0.oid)").inserted }
    }()

    private func decode(
        _ bytes: [UInt8], _ sample: CodecSample, _ format: WireFormat, _ random: SeededGenerator
    ) {
        do throws(PGError) {
            _ = try Cell.withBytes(bytes, type: sample.oid, format: format, sample.decode)
        } catch {
            let codes: [PGError.Code] = [.decodingFailed, .unexpectedNull]
            if !codes.contains(error.code) { Issue.record("\(random): \(error)") }
        }
    }

    @Test(arguments: decoders)
    func `random bytes in both formats`(sample: CodecSample) {
        var random = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        for _ in 0..<300 {
            let bytes = random.bytes(Int.random(in: 0...40, using: &random))
            decode(bytes, sample, .binary, random)
            decode(bytes, sample, .text, random)
        }
    }

    @Test(arguments: CodecSample.all)
    func `valid values with a few bytes changed, dropped or repeated`(sample: CodecSample) {
        var random = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        for (valid, format) in [
            (sample.binary, WireFormat.binary), (Array(sample.text.utf8), .text),
        ]
        where !valid.isEmpty {
            for _ in 0..<100 {
                var bytes = valid
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    mutate(&bytes, &random)
                }
                decode(bytes, sample, format, random)
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes[index] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 1: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        case 2: bytes.remove(at: index)
        default: bytes.insert(bytes[index], at: index)
        }
    }

    @Test func `random text of digits and signs in every value that is made from text`() {
        let alphabet = Array("0123456789.:-+ eETZPYMDHSBCinfay@{},\"\\".utf8)
        var random = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let values: [(any LosslessStringConvertible)?] = [
                PGNumeric(text), PGDate(text), PGTime(text), PGTimestamp(text),
                PGTimestampTZ(text), PGInterval(text),
            ]
            let isSilent = values.contains { $0?.description.isEmpty == true }
            if isSilent { Issue.record("\(random): a value has no text, made from \(text)") }
        }
    }
}
