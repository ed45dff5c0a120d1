/// An array as PostgreSQL knows it: with any number of dimensions, each with a lower bound.
///
/// Elements are in row-major order: the last index runs fastest. Where neither dimensions nor bounds
/// matter, use a plain Swift array, such as `[Int]`, `[Int?]` or `[[Int]]`.
///
/// See "Arrays" in the PostgreSQL manual.
public struct PGArray<Element> {
    /// One dimension: the index of its first element, and how many there are.
    public struct Dimension: Sendable, Hashable {
        /// The index of the first element; 1 unless something else was asked for.
        public let lowerBound: Int
        /// The number of elements.
        public let count: Int

        /// Makes a dimension.
        public init(lowerBound: Int = 1, count: Int) {
            self.lowerBound = lowerBound
            self.count = count
        }

        /// The index of the last element.
        public var upperBound: Int { lowerBound + count - 1 }
    }

    /// The dimensions, outermost first; none for an empty array.
    public let dimensions: [Dimension]

    /// All elements in row-major order.
    public private(set) var elements: [Element]

    /// Makes a one-dimensional array, which is empty and without dimensions for no elements.
    public init(_ elements: [Element], lowerBound: Int = 1) {
        self.elements = elements
        dimensions =
            elements.isEmpty ? [] : [Dimension(lowerBound: lowerBound, count: elements.count)]
    }

    /// Makes an array of several dimensions, or returns `nil` when they do not fit the elements.
    ///
    /// The server knows up to ``ArrayReader/maximumDimensions`` dimensions, with bounds of 32 bits.
    public init?(_ elements: [Element], dimensions: [Dimension]) {
        guard dimensions.count <= ArrayReader.maximumDimensions else { return nil }
        var total = dimensions.isEmpty ? 0 : 1
        for dimension in dimensions {
            let (product, overflow) = total.multipliedReportingOverflow(by: dimension.count)
            guard dimension.count > 0, !overflow, Int32(exactly: dimension.lowerBound) != nil,
                dimension.count <= Int(Int32.max) - dimension.lowerBound
            else { return nil }
            total = product
        }
        guard total == elements.count else { return nil }
        self.elements = elements
        self.dimensions = dimensions
    }

    /// The number of all elements.
    public var count: Int { elements.count }

    /// Whether there are no elements.
    public var isEmpty: Bool { elements.isEmpty }

    /// The element at these indices, which start at the dimensions' lower bounds as they do in SQL.
    ///
    /// There must be as many indices as dimensions, each within its bounds; see
    /// ``element(at:)`` where they may not be.
    public subscript(indices: Int...) -> Element {
        get { elements[position(of: indices)] }
        set { elements[position(of: indices)] = newValue }
    }

    /// Returns the element at these indices, or `nil` outside the bounds, as SQL returns NULL there.
    public func element(at indices: Int...) -> Element? {
        offset(of: indices).map { elements[$0] }
    }

    private func position(of indices: [Int]) -> Int {
        guard let offset = offset(of: indices) else {
            preconditionFailure("no element at \(indices) of an array with \(dimensions)")
        }
        return offset
    }

    private func offset(of indices: [Int]) -> Int? {
        guard indices.count == dimensions.count, !dimensions.isEmpty else { return nil }
        var offset = 0
        for (index, dimension) in zip(indices, dimensions) {
            guard index >= dimension.lowerBound, index <= dimension.upperBound else { return nil }
            offset = offset * dimension.count + (index - dimension.lowerBound)
        }
        return offset
    }
}

extension PGArray {
    /// Makes a two-dimensional array, or returns `nil` when the rows differ in length.
    public init?(rows: [[Element]]) {
        let width = rows.first?.count ?? 0
        guard rows.allSatisfy({ $0.count == width }) else { return nil }
        guard width > 0 else {
            self.init([])
            return
        }
        self.init(
            rows.flatMap(\.self),
            dimensions: [Dimension(count: rows.count), Dimension(count: width)])
    }

    /// The rows of a two-dimensional array, none for an empty one, `nil` for any other.
    public var rows: [[Element]]? {
        guard !isEmpty else { return [] }
        guard dimensions.count == 2 else { return nil }
        let width = dimensions[1].count
        return stride(from: 0, to: elements.count, by: width).map {
            Array(elements[$0..<$0 + width])
        }
    }

    /// Makes a three-dimensional array, or returns `nil` when it would not be a cuboid.
    public init?(planes: [[[Element]]]) {
        let height = planes.first?.count ?? 0
        let width = planes.first?.first?.count ?? 0
        guard
            planes.allSatisfy({ plane in
                plane.count == height && plane.allSatisfy { $0.count == width }
            })
        else { return nil }
        guard width > 0 else {
            self.init([])
            return
        }
        self.init(
            planes.flatMap { $0.flatMap(\.self) },
            dimensions: [
                Dimension(count: planes.count), Dimension(count: height), Dimension(count: width),
            ])
    }

    /// The planes of a three-dimensional array, none for an empty one, `nil` for any other.
    public var planes: [[[Element]]]? {
        guard !isEmpty else { return [] }
        guard dimensions.count == 3 else { return nil }
        let (height, width) = (dimensions[1].count, dimensions[2].count)
        return stride(from: 0, to: elements.count, by: height * width).map { plane in
            (0..<height).map { row in
                Array(elements[(plane + row * width)..<(plane + (row + 1) * width)])
            }
        }
    }
}

extension PGArray: ExpressibleByArrayLiteral {
    /// Makes a one-dimensional array.
    public init(arrayLiteral elements: Element...) {
        self.init(elements)
    }
}

extension PGArray: Sendable where Element: Sendable {}
extension PGArray: Equatable where Element: Equatable {}
extension PGArray: Hashable where Element: Hashable {}
