public import PGCore

/// A shape: `point`, `line`, `lseg`, `box`, `path`, `polygon` or `circle`.
public protocol SQLGeometry: SQLValue {}

extension PGPoint: SQLGeometry {}
extension PGLine: SQLGeometry {}
extension PGLineSegment: SQLGeometry {}
extension PGBox: SQLGeometry {}
extension PGPath: SQLGeometry {}
extension PGPolygon: SQLGeometry {}
extension PGCircle: SQLGeometry {}

// "Geometric Functions and Operators" in the PostgreSQL manual, whose tables say which shapes go with
// which; the server refuses the others.

extension SQLExpression where Value.Base: SQLGeometry, Value.Nullability: SQLResultTypes {
    /// The distance between the shapes: `<->`.
    public func distance<Other: SQLOperand>(
        to other: Other
    ) -> Expression<Value.Nullability.Real> where Other.OperandValue: SQLGeometry {
        infix("<->", other.typedOperandNode)
    }

    /// Whether this shape contains the other: `@>`.
    public func contains<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue: SQLGeometry {
        infix("@>", other.typedOperandNode)
    }

    /// Whether this shape is in the other, or on it: `<@`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue: SQLGeometry {
        infix("<@", other.typedOperandNode)
    }

    /// Whether the shapes have a point in common: `&&`.
    public func overlaps<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue: SQLGeometry {
        infix("&&", other.typedOperandNode)
    }

    /// Whether the lines, segments, boxes or paths cross: `?#`.
    public func intersects<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue: SQLGeometry {
        infix("?#", other.typedOperandNode)
    }

    /// Whether the shapes are the same: `~=`; for most of them `==` compares their areas.
    public func isSame<Other: SQLOperand>(as other: Other) -> Predicate
    where Other.OperandValue == Value.Base {
        infix("~=", other.typedOperandNode)
    }

    /// Whether all of this shape is to the left of the other: `<<`.
    public func isLeft<Other: SQLOperand>(of other: Other) -> Predicate
    where Other.OperandValue == Value.Base {
        infix("<<", other.typedOperandNode)
    }

    /// Whether all of this shape is to the right of the other: `>>`.
    public func isRight<Other: SQLOperand>(of other: Other) -> Predicate
    where Other.OperandValue == Value.Base {
        infix(">>", other.typedOperandNode)
    }

    /// Whether all of this shape is below the other: `<<|`.
    public func isBelow<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue == Value.Base {
        infix("<<|", other.typedOperandNode)
    }

    /// Whether all of this shape is above the other: `|>>`.
    public func isAbove<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue == Value.Base {
        infix("|>>", other.typedOperandNode)
    }

    /// The shape moved by the point's coordinates: `+`.
    public func moved(by offset: some SQLOperand<PGPoint>) -> Expression<Value> {
        infix(.add, offset.typedOperandNode)
    }

    /// The shape moved back by the point's coordinates: `-`.
    public func movedBack(by offset: some SQLOperand<PGPoint>) -> Expression<Value> {
        infix(.subtract, offset.typedOperandNode)
    }

    /// The shape multiplied by the point as a complex number, which scales and turns it: `*`.
    public func scaled(by factor: some SQLOperand<PGPoint>) -> Expression<Value> {
        infix(.multiply, factor.typedOperandNode)
    }

    /// The shape divided by the point as a complex number: `/`.
    public func scaledDown(by factor: some SQLOperand<PGPoint>) -> Expression<Value> {
        infix(.divide, factor.typedOperandNode)
    }

    /// The area of a box, a circle or a closed path; NULL for a path that is open.
    public func area() -> Expression<Double?> { call("area") }
}
