public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Bool: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Bool
}

extension Int: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Int
}

extension Int16: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Int16
}

extension Int32: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Int32
}

extension Int64: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Int64
}

extension Float: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Float
}

extension Double: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Double
}

extension Decimal: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Decimal
}

extension PGNumeric: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGNumeric
}

extension String: SQLOperand {
    /// The type itself.
    public typealias OperandValue = String
}

extension PGCIText: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGCIText
}

extension Data: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Data
}

extension UUID: SQLOperand {
    /// The type itself.
    public typealias OperandValue = UUID
}

extension Date: SQLOperand {
    /// The type itself.
    public typealias OperandValue = Date
}

extension PGDate: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGDate
}

extension PGTime: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTime
}

extension PGTimeTZ: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTimeTZ
}

extension PGTimestamp: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTimestamp
}

extension PGTimestampTZ: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTimestampTZ
}

extension PGInterval: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGInterval
}

extension JSONText: SQLOperand {
    /// The type itself.
    public typealias OperandValue = JSONText
}

extension JSONPath: SQLOperand {
    /// The type itself.
    public typealias OperandValue = JSONPath
}

extension PGInet: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGInet
}

extension PGCIDR: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGCIDR
}

extension PGMACAddress: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGMACAddress
}

extension PGMACAddress8: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGMACAddress8
}

extension PGBitString: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGBitString
}

extension PGMoney: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGMoney
}

extension PGTSVector: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTSVector
}

extension PGTSQuery: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGTSQuery
}

extension PGLTree: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLTree
}

extension PGLQuery: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLQuery
}

extension PGLTXTQuery: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLTXTQuery
}

extension PGHStore: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGHStore
}

extension PGVector: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGVector
}

extension PGHalfVector: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGHalfVector
}

extension PGSparseVector: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGSparseVector
}

extension PGPoint: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGPoint
}

extension PGBox: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGBox
}

extension PGCircle: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGCircle
}

extension PGLine: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLine
}

extension PGLineSegment: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLineSegment
}

extension PGPath: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGPath
}

extension PGPolygon: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGPolygon
}

extension PGLSN: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGLSN
}

extension OID: SQLOperand {
    /// The type itself.
    public typealias OperandValue = OID
}

extension XMLText: SQLOperand {
    /// The type itself.
    public typealias OperandValue = XMLText
}

extension Array: SQLOperand where Element: ArrayElement {
    /// The type itself.
    public typealias OperandValue = [Element]
}

extension JSONEncoded: SQLOperand {
    /// The type itself.
    public typealias OperandValue = JSONEncoded<Value>
}

extension PGRange: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGRange<Bound>
}

extension PGMultirange: SQLOperand {
    /// The type itself.
    public typealias OperandValue = PGMultirange<Bound>
}
