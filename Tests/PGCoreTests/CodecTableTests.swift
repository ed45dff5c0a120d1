import CodecSamples
import PGCore
import Testing

@Suite("Codecs against what a server sends")
struct CodecTableTests {
    @Test(arguments: CodecSample.all)
    func `binary decodes to the value`(sample: CodecSample) throws {
        let text = try Cell.withBytes(
            sample.binary, type: sample.oid, format: .binary, sample.decode)

        #expect(text == sample.value.textRepresentation)
    }

    @Test(arguments: CodecSample.all)
    func `text decodes to the value`(sample: CodecSample) throws {
        let text = try Cell.withText(sample.text, type: sample.oid, sample.decode)

        #expect(text == sample.value.textRepresentation)
    }

    @Test(arguments: CodecSample.all.filter(\.isCanonical))
    func `the value encodes to the bytes the server would send`(sample: CodecSample) throws {
        let parameter = try encoded(sample.value, as: sample.oid)

        switch parameter.format {
        case .binary: #expect(parameter.bytes == sample.binary)
        case .text: #expect(String(decoding: parameter.bytes, as: UTF8.self) == sample.text)
        }
    }

    @Test(arguments: CodecSample.all)
    func `what is encoded decodes to the value`(sample: CodecSample) throws {
        let parameter = try encoded(sample.value, as: sample.oid)

        let text = try Cell.withBytes(
            parameter.bytes, type: sample.oid, format: parameter.format, sample.decode)

        #expect(text == sample.value.textRepresentation)
    }

    @Test(
        arguments: CodecSample.all.filter { sample in
            sample.isCanonical && !sample.swiftType.contains("Array")
                && !["Bool", "Double", "Float", "Data", "Date", "Decimal"].contains(
                    sample.swiftType)
        })
    func `the text representation is the server's text`(sample: CodecSample) {
        #expect(sample.value.textRepresentation == sample.text)
    }

    @Test(arguments: CodecSample.all)
    func `no byte less is accepted`(sample: CodecSample) {
        let types: [OID] = [
            .text, .varchar, .bpchar, .name, .xml, .json, .jsonb, .bytea, .refcursor, .jsonpath,
        ]
        // Types that are text: any byte less is another text.
        let isText = sample.value is any TextScalar || types.contains(sample.oid)
        guard !isText, sample.swiftType != "String", !sample.binary.isEmpty else { return }

        let error = #expect(throws: PGError.self) {
            try Cell.withBytes(
                Array(sample.binary.dropLast()), type: sample.oid, format: .binary, sample.decode)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test(arguments: CodecSample.all)
    func `another column type is refused by name`(sample: CodecSample) {
        guard sample.swiftType != "String" else { return }

        let error = #expect(throws: PGError.self) {
            try Cell.withBytes([0, 0, 0, 0], type: .trigger, format: .binary, sample.decode)
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("trigger") == true)
    }
}
