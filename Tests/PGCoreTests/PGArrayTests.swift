import PGCore
import Testing

@Suite("Arrays of several dimensions")
struct PGArrayTests {
    @Test func `indices start at the lower bounds`() throws {
        var array = try #require(
            PGArray(
                [1, 2, 3, 4, 5, 6],
                dimensions: [.init(lowerBound: -1, count: 2), .init(lowerBound: 2, count: 3)]))

        #expect(array[-1, 2] == 1)
        #expect(array[0, 4] == 6)
        #expect(array.element(at: 1, 2) == nil)
        #expect(array.element(at: 0) == nil)
        array[0, 2] = 9
        #expect(array.elements == [1, 2, 3, 9, 5, 6])
        #expect(array.textRepresentation == #"[-1:0][2:4]={{"1","2","3"},{"9","5","6"}}"#)
    }

    @Test func `dimensions have to fit the elements and the server's limits`() {
        #expect(PGArray([1, 2], dimensions: [.init(count: 3)]) == nil)
        #expect(PGArray([1], dimensions: []) == nil)
        #expect(PGArray([Int](), dimensions: [.init(count: 0)]) == nil)
        #expect(PGArray([1], dimensions: Array(repeating: .init(count: 1), count: 7)) == nil)
        #expect(PGArray([1], dimensions: [.init(lowerBound: .max, count: 1)]) == nil)
        #expect(
            PGArray([1], dimensions: [.init(count: .max), .init(count: .max)]) == nil)
        #expect(PGArray([Int](), dimensions: []) == [])
    }

    @Test func `rectangular Swift arrays convert and others do not`() {
        let rows = [[1, 2], [3, 4], [5, 6]]
        let planes = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]

        #expect(PGArray(rows: rows)?.rows == rows)
        #expect(PGArray(planes: planes)?.planes == planes)
        #expect(PGArray(rows: [[1], [2, 3]]) == nil)
        #expect(PGArray(planes: [[[1], [2]], [[3]]]) == nil)
        #expect(PGArray(rows: [[Int]]())?.isEmpty == true)
        #expect(PGArray([1, 2]).rows == nil)
        #expect(([] as PGArray<Int>).planes == [])
    }

    @Test func `rows that differ in length are refused before they are sent`() {
        let error = #expect(throws: PGError.self) { try encoded([[1], [2, 3]], as: .int4Array) }

        #expect(error?.code == .parameterMismatch)
        #expect(error?.message.contains("length") == true)
    }

    @Test func `nesting has to be that of the array`() throws {
        let bytes = try encoded([[1, 2]], as: .int4Array).bytes

        for text in [true, false] {
            let error = #expect(throws: PGError.self) {
                if text {
                    _ = try decoded("{{1,2}}", .int4Array, as: [[[Int]]].self)
                } else {
                    _ = try decoded(bytes, .int4Array, as: [[[Int]]].self)
                }
            }
            #expect(error?.code == .decodingFailed)
        }
        #expect(throws: PGError.self) { try decoded(bytes, .int4Array, as: [Int].self) }
        #expect(try decoded("{}", .int4Array, as: [[Int]].self) == [])
    }

    @Test(arguments: [
        "{{1,2},{3}}", "{{1},2}", "{1,{2}}", "{{{{{{{1}}}}}}}", "[1:2]={1}", "[1:1][1:1]={1}",
        "[2:1]={}", "{{},{1}}", "[x:y]={1}", "[1:1]{1}",
    ])
    func `text that is no rectangle is refused`(text: String) {
        let error = #expect(throws: PGError.self) {
            try decoded(text, .int4Array, as: PGArray<Int>.self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `counts that multiply to more than the value holds reserve nothing`() {
        let header: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 23]
        let dimension: [UInt8] = [0, 0, 0, 9, 0, 0, 0, 1]
        let bytes = header + Array(repeating: dimension, count: 6).flatMap(\.self)

        let error = #expect(throws: PGError.self) {
            try decoded(bytes, .int4Array, as: PGArray<Int>.self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `boxes are separated by semicolons`() throws {
        let array: [String] = try decoded("{(1,1),(0,0);(2,2),(1,1)}", .boxArray)

        #expect(array == ["(1,1),(0,0)", "(2,2),(1,1)"])
    }

    @Test func `numbers of another width are read or refused one by one`() throws {
        let narrow = try encoded([1, -1, Int(Int16.max)] as [Int], as: .int2Array).bytes
        let wide = try encoded([1, Int64.max], as: .int8Array).bytes

        #expect(try decoded(narrow, .int2Array, as: [Int].self) == [1, -1, Int(Int16.max)])
        #expect(try decoded(wide, .int8Array, as: [Int64].self) == [1, .max])
        let error = #expect(throws: PGError.self) {
            try decoded(wide, .int8Array, as: [Int32].self)
        }
        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("Int32") == true)
    }

    @Test func `a length that is not the numbers' is refused although the total is right`() throws {
        var bytes = try encoded([1, 2] as [Int32], as: .int4Array).bytes
        bytes[23] = 5

        #expect(throws: PGError.self) { try decoded(bytes, .int4Array, as: [Int].self) }
    }
}
