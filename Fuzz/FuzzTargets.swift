import CodecSamples
import PGCore

/// Something that reads bytes and must answer with a value or an error, whatever they are.
struct FuzzTarget: Sendable {
    let name: String
    let read: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, _ read: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.read = read
    }
}

extension FuzzTarget {
    /// Everything that is fuzzed: a codec joins by its samples, anything else by a line here.
    static let all: [FuzzTarget] =
        codecs + FuzzType.allCases.flatMap { [json($0), dynamic($0), codable($0)] } + texts

    /// Each pair of Swift type and column type that has a sample, in both formats.
    static let codecs: [FuzzTarget] = {
        var seen: Set<String> = []
        return CodecSample.all.filter { seen.insert("\($0.swiftType) \($0.oid)").inserted }
            .flatMap { sample in
                [WireFormat.binary, .text].map { format in
                    FuzzTarget("\(sample.swiftType) from \(sample.oid), \(format)") { bytes in
                        _ = try Cell.withBytes(
                            bytes, type: sample.oid, format: format, sample.decode)
                    }
                }
            }
    }()

    private static func json(_ type: FuzzType) -> FuzzTarget {
        FuzzTarget("JSON from \(type.oid), \(type.format)") { bytes in
            let rows = FuzzRows(type: type.oid, format: type.format, bytes: bytes)
            for options in FuzzRows.options {
                _ = try rows.jsonBytes(options: options)
                _ = try rows.jsonColumnBytes(options: options)
            }
        }
    }

    private static func dynamic(_ type: FuzzType) -> FuzzTarget {
        FuzzTarget("DynamicValue from \(type.oid), \(type.format)") { bytes in
            let rows = FuzzRows(type: type.oid, format: type.format, bytes: bytes)
            _ = try rows.dictionaries()
            _ = try rows.columnar()
        }
    }

    private static func codable(_ type: FuzzType) -> FuzzTarget {
        FuzzTarget("Codable from \(type.oid), \(type.format)") { bytes in
            let rows = FuzzRows(type: type.oid, format: type.format, bytes: bytes)
            _ = try? rows.decode(into: Wrapped<[String]>.self)
            _ = try? rows.decode(into: Wrapped<[String: Int]>.self)
            _ = try? rows.decode(into: Wrapped<UInt8>.self)
            _ = try rows.decode(into: Wrapped<Double>.self)
        }
    }

    private struct Wrapped<Value: Decodable>: Decodable {
        var value: Value
    }

    /// What is made from text.
    static let texts: [FuzzTarget] = [
        text("PGNumeric") { PGNumeric($0)?.description },
        text("PGDate") { PGDate($0)?.description },
        text("PGTime") { PGTime($0)?.description },
        text("PGTimestamp") { PGTimestamp($0)?.description },
        text("PGTimestampTZ") { PGTimestampTZ($0)?.description },
        text("PGInterval") { PGInterval($0)?.iso8601 },
        text("caret") { statement in
            var report = ServerError(sqlState: .syntaxError, message: statement)
            report.position = statement.utf8.first.map { Int($0) }
            return PGError(server: report, statement: statement).debugDescription
        },
    ]

    private static func text(
        _ name: String, _ read: @escaping @Sendable (String) -> String?
    ) -> FuzzTarget {
        FuzzTarget(name + " from text") { bytes in
            if read(String(decoding: bytes, as: UTF8.self)) == "" {
                throw PGError(.decodingFailed, "no text")
            }
        }
    }
}

/// A column type that a generic reader meets, in one of the formats.
struct FuzzType: Sendable {
    let oid: OID
    let format: WireFormat

    /// The types that have samples, some that have none, and one that is not built in.
    static let allCases: [FuzzType] = {
        let others: [OID] = [.record, .boxArray, .recordArray, .char, .inet, .unknown, OID(70_000)]
        var seen: Set<OID> = []
        return (CodecSample.all.map(\.oid) + others).filter { seen.insert($0).inserted }
            .flatMap { oid in [WireFormat.binary, .text].map { FuzzType(oid: oid, format: $0) } }
    }()
}
