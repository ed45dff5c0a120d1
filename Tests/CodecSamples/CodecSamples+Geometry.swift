import PGCore

extension CodecSample {
    /// The geometric types.
    public static let shapes: [CodecSample] = [
        CodecSample(
            made("(1,2.5)", PGPoint.self), "point", .point, text: "(1,2.5)",
            hex: "3ff00000000000004004000000000000"),
        CodecSample(
            made("(-0,1e+15)", PGPoint.self), "point", .point, text: "(-0,1e+15)",
            hex: "8000000000000000430c6bf526340000"),
        CodecSample(
            made("(Infinity,-Infinity)", PGPoint.self), "point", .point,
            text: "(Infinity,-Infinity)", hex: "7ff0000000000000fff0000000000000"),
        CodecSample(
            made("(NaN,0.1)", PGPoint.self), "point", .point, text: "(NaN,0.1)",
            hex: "7ff80000000000003fb999999999999a"),
        CodecSample(
            made("(1e-05,0.0001)", PGPoint.self), "point", .point, text: "(1e-05,0.0001)",
            hex: "3ee4f8b588e368f13f1a36e2eb1c432d"),
        CodecSample(
            made("(123456789012345,1234567890123456)", PGPoint.self), "point", .point,
            text: "(123456789012345,1.234567890123456e+15)", hex: "42dc12218377de4043118b54f22aeb00"
        ),
        CodecSample(
            made("{1,-1,0}", PGLine.self), "line", .line, text: "{1,-1,0}",
            hex: "3ff0000000000000bff00000000000000000000000000000"),
        CodecSample(
            made("{0,1,-2.5}", PGLine.self), "line", .line, text: "{0,1,-2.5}",
            hex: "00000000000000003ff0000000000000c004000000000000"),
        CodecSample(
            made("[(1,2),(3,4)]", PGLineSegment.self), "lseg", .lseg, text: "[(1,2),(3,4)]",
            hex: "3ff0000000000000400000000000000040080000000000004010000000000000"),
        CodecSample(
            made("(3,4),(1,2)", PGBox.self), "box", .box, text: "(3,4),(1,2)",
            hex: "400800000000000040100000000000003ff00000000000004000000000000000"),
        CodecSample(
            made("(1,2),(3,4)", PGBox.self), "box", .box, text: "(3,4),(1,2)",
            hex: "400800000000000040100000000000003ff00000000000004000000000000000"),
        CodecSample(
            made("(1,4),(3,2)", PGBox.self), "box", .box, text: "(3,4),(1,2)",
            hex: "400800000000000040100000000000003ff00000000000004000000000000000"),
        CodecSample(
            made("((0,0),(1,1),(2,0))", PGPath.self), "path", .path, text: "((0,0),(1,1),(2,0))",
            hex:
                "0100000003000000000000000000000000000000003ff00000000000003ff000000000000040000000000000000000000000000000"
        ),
        CodecSample(
            made("[(0,0),(1,1)]", PGPath.self), "path", .path, text: "[(0,0),(1,1)]",
            hex: "0000000002000000000000000000000000000000003ff00000000000003ff0000000000000"),
        CodecSample(
            made("((1,1))", PGPath.self), "path", .path, text: "((1,1))",
            hex: "01000000013ff00000000000003ff0000000000000"),
        CodecSample(
            made("((0,0),(1,1),(2,0))", PGPolygon.self), "polygon", .polygon,
            text: "((0,0),(1,1),(2,0))",
            hex:
                "00000003000000000000000000000000000000003ff00000000000003ff000000000000040000000000000000000000000000000"
        ),
        CodecSample(
            made("((1.5,-1.5))", PGPolygon.self), "polygon", .polygon, text: "((1.5,-1.5))",
            hex: "000000013ff8000000000000bff8000000000000"),
        CodecSample(
            made("<(0,0),1.5>", PGCircle.self), "circle", .circle, text: "<(0,0),1.5>",
            hex: "000000000000000000000000000000003ff8000000000000"),
        CodecSample(
            made("<(1,2),0>", PGCircle.self), "circle", .circle, text: "<(1,2),0>",
            hex: "3ff000000000000040000000000000000000000000000000"),
    ]
}
