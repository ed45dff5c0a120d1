/// A row that decoders can read cell by cell.
///
/// Drivers conform their row type; the codecs and the typed decoding in this module need nothing
/// else. Column indices start at zero.
public protocol RowReader {
    /// The number of columns.
    var columnCount: Int { get }

    /// Returns the value in a column. `index` must be in `0..<columnCount`.
    func cell(at index: Int) -> Cell

    /// Returns the name of a column. `index` must be in `0..<columnCount`.
    func columnName(at index: Int) -> String

    /// Returns the index of the first column with this name, or `nil`.
    func columnIndex(named name: String) -> Int?
}
