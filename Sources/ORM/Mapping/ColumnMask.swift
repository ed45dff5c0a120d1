/// A set of columns, by their position in an entity's ``Entity/definition``.
public struct ColumnMask: Hashable, Sendable {
    /// Columns 0 to 63, which is all of them for most tables.
    @usableFromInline var low: UInt64
    /// Further columns, 64 to a word, if there are any; the last word is never zero.
    ///
    /// An optional, because each instance in a session has two sets: to copy or free even an empty
    /// array costs more than all else they do.
    @usableFromInline var further: [UInt64]?

    private var high: [UInt64] {
        get { further ?? [] }
        set { further = newValue.isEmpty ? nil : newValue }
    }

    /// Makes an empty set.
    @inlinable
    public init() {
        low = 0
        further = nil
    }

    /// Makes a set of the given columns.
    public init(_ columns: some Sequence<Int>) {
        self.init()
        for column in columns { insert(column) }
    }

    /// Whether no column is in the set.
    @inlinable public var isEmpty: Bool { low == 0 && further == nil }

    /// How many columns are in the set.
    public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

    /// Returns whether the column is in the set.
    public func contains(_ column: Int) -> Bool {
        if column < 64 { return low & (1 << UInt64(column)) != 0 }
        let word = column / 64 - 1
        return word < high.count && high[word] & (1 << UInt64(column % 64)) != 0
    }

    /// Adds a column.
    public mutating func insert(_ column: Int) {
        if column < 64 {
            low |= 1 << UInt64(column)
            return
        }
        let word = column / 64 - 1
        while high.count <= word { high.append(0) }
        high[word] |= 1 << UInt64(column % 64)
    }

    /// Removes a column.
    public mutating func remove(_ column: Int) {
        if column < 64 {
            low &= ~(1 << UInt64(column))
            return
        }
        let word = column / 64 - 1
        guard word < high.count else { return }
        high[word] &= ~(1 << UInt64(column % 64))
        while high.last == 0 { high.removeLast() }
    }

    /// Adds the columns of another set.
    public mutating func formUnion(_ other: ColumnMask) {
        low |= other.low
        while high.count < other.high.count { high.append(0) }
        for (word, bits) in other.high.enumerated() { high[word] |= bits }
    }

    /// Whether every column of the set is in the other one too.
    public func isSubset(of other: ColumnMask) -> Bool {
        columns.allSatisfy(other.contains)
    }

    /// The columns that are in both sets.
    public func intersection(_ other: ColumnMask) -> ColumnMask {
        ColumnMask(columns.filter(other.contains))
    }

    /// Adds a column when its value differs from an earlier one; what `@Entity` writes per property.
    ///
    /// A value that is not equal to itself, such as NaN, does not differ from another such value.
    @inlinable
    public mutating func insert<Value: Equatable>(
        _ column: Int, ifChanged value: Value, from earlier: Value
    ) {
        if value == earlier { return }
        if value != value, earlier != earlier { return }
        insert(column)
    }

    /// Adds a column when its text differs in a single byte.
    ///
    /// To Swift "é" is equal to "é" however they are composed, to the server it is not.
    @inlinable
    public mutating func insert(_ column: Int, ifChanged value: String, from earlier: String) {
        if value == earlier, value.utf8.elementsEqual(earlier.utf8) { return }
        insert(column)
    }

    /// Adds a column when its text differs in a single byte, or is missing in one of them.
    @inlinable
    public mutating func insert(_ column: Int, ifChanged value: String?, from earlier: String?) {
        guard let value, let earlier else {
            if value != nil || earlier != nil { insert(column) }
            return
        }
        insert(column, ifChanged: value, from: earlier)
    }

    /// Adds a foreign key when it points elsewhere than before, or to an instance without a key yet.
    public mutating func insert<Target: Entity>(
        _ column: Int, ifChanged reference: ToOne<Target>?, from earlier: Target.ID?
    ) {
        let id = reference?.id
        if id != earlier || (id == nil && reference != nil) { insert(column) }
    }

    /// Adds the columns of a composite foreign key, all of them, when it points elsewhere than
    /// before, or to an instance without a key yet.
    public mutating func insert<Target: Entity>(
        _ columns: ClosedRange<Int>, ifChanged reference: ToOne<Target>?,
        from earlier: Target.ID?
    ) {
        let id = reference?.id
        guard id != earlier || (id == nil && reference != nil) else { return }
        for column in columns { insert(column) }
    }

    /// Adds the columns of a composite foreign key that shares some with others.
    public mutating func insert<Target: Entity>(
        _ columns: [Int], ifChanged reference: ToOne<Target>?, from earlier: Target.ID?
    ) {
        let id = reference?.id
        guard id != earlier || (id == nil && reference != nil) else { return }
        for column in columns { insert(column) }
    }

    /// The columns in ascending order.
    public var columns: [Int] {
        var columns: [Int] = []
        columns.reserveCapacity(count)
        Self.append(low, from: 0, to: &columns)
        for (word, bits) in high.enumerated() {
            Self.append(bits, from: 64 * (word + 1), to: &columns)
        }
        return columns
    }

    private static func append(_ bits: UInt64, from first: Int, to columns: inout [Int]) {
        var bits = bits
        while bits != 0 {
            columns.append(first + bits.trailingZeroBitCount)
            bits &= bits - 1
        }
    }
}
