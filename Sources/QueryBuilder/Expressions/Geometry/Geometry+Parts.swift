public import PGCore

// What shapes are made of, and what can be made of them. Of a column that may be NULL, `coalesce` it
// first.

extension SQLExpression where Value: SQLGeometry {
    /// The centre of a box, a circle, a segment or a polygon: `@@`.
    public func center() -> Expression<PGPoint> { prefixed("@@") }
}

extension SQLExpression where Value == PGBox {
    /// The vertical size.
    public func height() -> Expression<Double> { call("height") }

    /// The horizontal size.
    public func width() -> Expression<Double> { call("width") }

    /// The segment from corner to corner.
    public func diagonal() -> Expression<PGLineSegment> { call("diagonal") }

    /// The circle around the box.
    public func circle() -> Expression<PGCircle> { call("circle") }

    /// The box's four corners.
    public func polygon() -> Expression<PGPolygon> { call("polygon") }

    /// The smallest box that has both.
    public func boundingBox(with other: some SQLOperand<PGBox>) -> Expression<PGBox> {
        call("bound_box", other.typedOperandNode)
    }

    /// What the boxes have in common, or NULL: `#`.
    public func intersection(with other: some SQLOperand<PGBox>) -> Expression<PGBox?> {
        infix("#", other.typedOperandNode)
    }
}

extension SQLExpression where Value == PGCircle {
    /// Half of the diameter.
    public func radius() -> Expression<Double> { call("radius") }

    /// The distance across.
    public func diameter() -> Expression<Double> { call("diameter") }

    /// The largest box inside.
    public func box() -> Expression<PGBox> { call("box") }

    /// A polygon with so many corners, which are on the circle.
    public func polygon(corners: Int) -> Expression<PGPolygon> {
        Expression(.function(FunctionCall("polygon", [.value(corners, as: "integer"), node])))
    }
}

extension SQLExpression where Value == PGPath {
    /// The number of points.
    public func pointCount() -> Expression<Int> { call("npoints") }

    /// The length of all segments together.
    public func length() -> Expression<Double> { call("length") }

    /// Whether the last point is joined with the first.
    public func isClosed() -> Predicate { call("isclosed") }

    /// Whether the last point is not joined with the first.
    public func isOpen() -> Predicate { call("isopen") }

    /// The path with its last point joined with the first.
    public func closed() -> Expression<PGPath> { call("pclose") }

    /// The path with its last point not joined with the first.
    public func opened() -> Expression<PGPath> { call("popen") }

    /// The corners of a closed path.
    public func polygon() -> Expression<PGPolygon> { call("polygon") }
}

extension SQLExpression where Value == PGPolygon {
    /// The number of corners.
    public func pointCount() -> Expression<Int> { call("npoints") }

    /// The smallest box around.
    public func box() -> Expression<PGBox> { call("box") }

    /// The circle around the mean of the corners, with their mean distance as its radius.
    public func circle() -> Expression<PGCircle> { call("circle") }

    /// The closed path along the corners.
    public func path() -> Expression<PGPath> { call("path") }
}

extension SQLExpression where Value == PGLineSegment {
    /// The distance between the ends.
    public func length() -> Expression<Double> { call("length") }
}

extension SQLExpression where Value == PGPoint {
    /// The horizontal coordinate: `[0]`.
    public var x: Expression<Double> { .syntax(.primary, .enclosed(node), .text("[0]")) }

    /// The vertical coordinate: `[1]`.
    public var y: Expression<Double> { .syntax(.primary, .enclosed(node), .text("[1]")) }

    /// The slope of the line through both points.
    public func slope(to other: some SQLOperand<PGPoint>) -> Expression<Double> {
        call("slope", other.typedOperandNode)
    }

    /// The box between two corners.
    public func box(to corner: some SQLOperand<PGPoint>) -> Expression<PGBox> {
        call("box", corner.typedOperandNode)
    }

    /// The segment between the points.
    public func segment(to end: some SQLOperand<PGPoint>) -> Expression<PGLineSegment> {
        call("lseg", end.typedOperandNode)
    }

    /// The line through both points.
    public func line(to other: some SQLOperand<PGPoint>) -> Expression<PGLine> {
        call("line", other.typedOperandNode)
    }

    /// The circle around this point.
    public func circle(radius: some SQLOperand<Double>) -> Expression<PGCircle> {
        call("circle", radius.typedOperandNode)
    }
}

/// The point of two coordinates.
public func makePoint(
    x: some SQLOperand<Double>, y: some SQLOperand<Double>
) -> Expression<PGPoint> {
    .call("point", x.typedOperandNode, y.typedOperandNode)
}
