import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let p = Expression.value(PGPoint(x: 1, y: 2))
private let box = Expression.value(PGBox(PGPoint(x: 0, y: 0), PGPoint(x: 2, y: 4)))
private let circle = Expression.value(PGCircle(center: PGPoint(x: 1, y: 1), radius: 2))
private let path = Expression.value(
    PGPath([PGPoint(x: 0, y: 0), PGPoint(x: 3, y: 4)], isClosed: false))
private let polygon = Expression.value(
    PGPolygon([PGPoint(x: 0, y: 0), PGPoint(x: 2, y: 0), PGPoint(x: 2, y: 2)]))
private let segment = Expression.value(
    PGLineSegment(start: PGPoint(x: 0, y: 0), end: PGPoint(x: 3, y: 4)))
private let far = PGPoint(x: 9, y: 9)

@Suite("Shapes on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct GeometryLiveTests {
    @Test func `questions about two shapes`() async throws {
        let other = PGBox(PGPoint(x: 1, y: 1), PGPoint(x: 3, y: 3))
        let away = PGBox(PGPoint(x: 8, y: 8), PGPoint(x: 9, y: 9))
        let boxes = " | '(2,4),(0,0)', '(3,3),(1,1)'"
        let apart = " | '(2,4),(0,0)', '(9,9),(8,8)'"
        try await check(
            p.distance(to: PGPoint(x: 4, y: 6)),
            "$1::point <-> $2::point | '(1,2)', '(4,6)'",
            is: 5)
        try await check(box.overlaps(other), "$1::box && $2::box" + boxes, is: true)
        try await check(
            box.contains(p), "$1::box @> $2::point | '(2,4),(0,0)', '(1,2)'", is: true)
        try await check(
            p.isContained(in: circle), "$1::point <@ $2::circle | '(1,2)', '<(1,1),2>'",
            is: true)
        try await check(
            segment.intersects(box),
            "$1::lseg ?# $2::box | '[(0,0),(3,4)]', '(2,4),(0,0)'", is: true)
        try await check(box.isSame(as: other), "$1::box ~= $2::box" + boxes, is: false)
        try await check(box.isLeft(of: away), "$1::box << $2::box" + apart, is: true)
        try await check(box.isRight(of: away), "$1::box >> $2::box" + apart, is: false)
        try await check(box.isBelow(away), "$1::box <<| $2::box" + apart, is: true)
        try await check(box.isAbove(away), "$1::box |>> $2::box" + apart, is: false)
    }

    @Test func `moving and scaling`() async throws {
        let by = " | '(1,2)', '(9,9)'"
        try await check(p.moved(by: far), "$1::point + $2::point" + by, is: PGPoint(x: 10, y: 11))
        try await check(
            p.movedBack(by: far), "$1::point - $2::point" + by, is: PGPoint(x: -8, y: -7))
        try await check(p.scaled(by: far), "$1::point * $2::point" + by, is: PGPoint(x: -9, y: 27))
        try await check(
            circle.scaledDown(by: PGPoint(x: 2, y: 0)),
            "$1::circle / $2::point | '<(1,1),2>', '(2,0)'",
            is: PGCircle(center: PGPoint(x: 0.5, y: 0.5), radius: 1))
    }

    @Test func `parts and sizes`() async throws {
        let a = " | '(2,4),(0,0)'"
        let b = " | '<(1,1),2>'"
        let c = " | '[(0,0),(3,4)]'"
        let d = " | '((0,0),(2,0),(2,2))'"
        try await check(box.area(), "area($1::box)" + a, is: 8)
        try await check(box.center(), "@@ $1::box" + a, is: PGPoint(x: 1, y: 2))
        try await check(box.height(), "height($1::box)" + a, is: 4)
        try await check(box.width(), "width($1::box)" + a, is: 2)
        try await check(
            box.diagonal(), "diagonal($1::box)" + a,
            is: PGLineSegment(start: PGPoint(x: 2, y: 4), end: PGPoint(x: 0, y: 0)))
        try await check(circle.radius(), "radius($1::circle)" + b, is: 2)
        try await check(circle.diameter(), "diameter($1::circle)" + b, is: 4)
        try await check(path.pointCount(), "npoints($1::path)" + c, is: 2)
        try await check(path.length(), "length($1::path)" + c, is: 5)
        try await check(path.isOpen(), "isopen($1::path)" + c, is: true)
        try await check(path.closed().isClosed(), "isclosed(pclose($1::path))" + c, is: true)
        try await check(path.opened().isOpen(), "isopen(popen($1::path))" + c, is: true)
        try await check(polygon.pointCount(), "npoints($1::polygon)" + d, is: 3)
        try await check(segment.length(), "length($1::lseg)" + c, is: 5)
        try await check(p.x, "($1::point)[0] | '(1,2)'", is: 1)
        try await check(p.y, "($1::point)[1] | '(1,2)'", is: 2)
    }

    @Test func `shapes made of others`() async throws {
        let point = PGPoint(x: 3, y: 4)
        let two = " | '(1,2)', '(3,4)'"
        let other = PGBox(PGPoint(x: 1, y: 1), PGPoint(x: 3, y: 3))
        let boxes = " | '(2,4),(0,0)', '(3,3),(1,1)'"
        let open = " | '[(0,0),(3,4)]'"
        let corners = " | '((0,0),(2,0),(2,2))'"
        try await check(p.slope(to: point), "slope($1::point, $2::point)" + two, is: 1)
        try await check(
            p.box(to: point), "box($1::point, $2::point)" + two,
            is: PGBox(PGPoint(x: 1, y: 2), point))
        try await check(
            p.segment(to: point), "lseg($1::point, $2::point)" + two,
            is: PGLineSegment(start: PGPoint(x: 1, y: 2), end: point))
        try await check(
            p.line(to: point), "line($1::point, $2::point)" + two, is: PGLine(a: 1, b: -1, c: 1))
        try await check(
            p.circle(radius: 3.0), "circle($1::point, $2::double precision) | '(1,2)', '3.0'",
            is: PGCircle(center: PGPoint(x: 1, y: 2), radius: 3))
        try await check(
            makePoint(x: 1.0, y: 2.5),
            "point($1::double precision, $2::double precision) | '1.0', '2.5'",
            is: PGPoint(x: 1, y: 2.5))
        try await check(
            box.boundingBox(with: other), "bound_box($1::box, $2::box)" + boxes,
            is: PGBox(PGPoint(x: 0, y: 0), PGPoint(x: 3, y: 4)))
        try await check(
            box.intersection(with: other), "$1::box # $2::box" + boxes,
            is: PGBox(PGPoint(x: 1, y: 1), PGPoint(x: 2, y: 3)))
        try await check(
            box.circle().radius(), "radius(circle($1::box)) | '(2,4),(0,0)'",
            is: 5.0.squareRoot())
        try await check(
            box.polygon().pointCount(), "npoints(polygon($1::box)) | '(2,4),(0,0)'", is: 4)
        try await check(
            circle.box().center(), "@@ box($1::circle) | '<(1,1),2>'",
            is: PGPoint(x: 1, y: 1))
        try await check(
            circle.polygon(corners: 6).pointCount(),
            "npoints(polygon($1::integer, $2::circle)) | '6', '<(1,1),2>'", is: 6)
        try await check(
            path.closed().polygon().pointCount(), "npoints(polygon(pclose($1::path)))" + open,
            is: 2)
        try await check(
            polygon.box(), "box($1::polygon)" + corners,
            is: PGBox(PGPoint(x: 0, y: 0), PGPoint(x: 2, y: 2)))
        try await check(
            polygon.path().isClosed(), "isclosed(path($1::polygon))" + corners, is: true)
        try await check(
            polygon.circle().radius().cast(to: Int.self),
            "radius(circle($1::polygon))::bigint" + corners, is: 1)
    }
}
