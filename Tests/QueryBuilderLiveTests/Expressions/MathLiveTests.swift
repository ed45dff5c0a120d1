import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Numbers and bits on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct MathLiveTests {
    @Test func `numbers of every type`() async throws {
        try await check(t.num.abs(), #"abs("s"."num")"#, is: 12)
        try await check(t.none.abs(), #"abs("s"."none")"#, is: nil)
        try await check(t.num.mod(5), #"mod("s"."num", $1::bigint) | '5'"#, is: -2)
        try await check(t.price.ceil(), #"ceil("s"."price")"#, is: 13)
        try await check(t.ratio.floor(), #"floor("s"."ratio")"#, is: 2)
        try await check(t.small.ceil(), #"ceil("s"."small")"#, is: 7)
        try await check(t.none.ceil(), #"ceil("s"."none")"#, is: nil)
        try await check(t.ratio.round(), #"round("s"."ratio")"#, is: 2)
        try await check(t.price.trunc(), #"trunc("s"."price")"#, is: 12)
        try await check(t.num.sign(), #"sign("s"."num")"#, is: -1)
        try await check(t.ratio.sqrt(), #"sqrt("s"."ratio")"#, is: 1.5)
        try await check((t.ratio - 2.25).exp(), #"exp("s"."ratio" - $1) | '2.25'"#, is: 1)
        try await check(t.id.ln(), #"ln("s"."id")"#, is: 0)
        try await check((t.id * 100).log10(), #"log("s"."id" * $1) | '100'"#, is: 2)
        try await check(
            t.ratio.power(2), #"power("s"."ratio", $1::double precision) | '2.0'"#, is: 5.0625)
        try await check(
            t.num.power(t.num + 14), #"power("s"."num", "s"."num" + $1) | '14'"#, is: 144)
        try await check(
            t.price.power(1).round(to: 2),
            #"round(power("s"."price", $1::numeric), $2::integer) | '1', '2'"#,
            is: PGNumeric("12.35"))
        try await check((t.id * 27).cbrt().round(), #"round(cbrt("s"."id" * $1)) | '27'"#, is: 3)
        try await check(pi().degrees(), "degrees(pi())", is: 180)
        try await check(
            t.ratio.widthBucket(from: 0, to: 10, count: 5),
            #"width_bucket("s"."ratio", $1, $2, $3::integer) | '0.0', '10.0', '5'"#, is: 2)
        try await check(
            t.num.widthBucket(in: [-20, 0, 20]),
            #"width_bucket("s"."num", $1::bigint[]) | '{"-20","0","20"}'"#, is: 1)
        try await check(random() < 1, "random() < $1 | '1.0'", is: true)
    }

    @Test func `exact numbers`() async throws {
        try await check(
            t.price.round(to: 1), #"round("s"."price", $1::integer) | '1'"#, is: PGNumeric("12.3"))
        try await check(
            t.price.trunc(to: 2), #"trunc("s"."price", $1::integer) | '2'"#, is: PGNumeric("12.34"))
        try await check(t.price.div(PGNumeric(5)), #"div("s"."price", $1) | '5'"#, is: 2)
        try await check(
            (t.price * 0 + 8).log(base: PGNumeric(2)).round(to: 0),
            #"round(log($1::numeric, "s"."price" * $2 + $3), $4::integer) | '2', '0', '8', '0'"#,
            is: 3)
        try await check(t.price.scale(), #"scale("s"."price")"#, is: 3)
        try await check(t.price.minScale(), #"min_scale("s"."price")"#, is: 3)
        try await check(
            t.price.round(to: 5).trimScale().scale(),
            #"scale(trim_scale(round("s"."price", $1::integer))) | '5'"#, is: 3)
    }

    @Test func `integers and bits`() async throws {
        try await check(t.num.gcd(8), #"gcd("s"."num", $1) | '8'"#, is: 4)
        try await check(t.num.lcm(8), #"lcm("s"."num", $1) | '8'"#, is: 24)
        try await check((t.id + 4).factorial(), #"factorial("s"."id" + $1) | '4'"#, is: 120)
        try await check((t.id + 254).toHex(), #"to_hex("s"."id" + $1) | '254'"#, is: "ff")
        try await check(t.small.bitwiseAnd(Int16(3)), #""s"."small" & $1 | '3'"#, is: 3)
        try await check(t.id.bitwiseOr(6), #""s"."id" | $1 | '6'"#, is: 7)
        try await check(t.id.bitwiseXor(3), #""s"."id" # $1 | '3'"#, is: 2)
        try await check(t.id.bitwiseNot(), #"~ "s"."id""#, is: -2)
        try await check((t.id + 1).bitwiseNot() + 1, #"(~ "s"."id" + $1) + $2 | '1', '1'"#, is: -2)
        try await check(t.id.shiftedLeft(by: 4), #""s"."id" << $1::integer | '4'"#, is: 16)
        try await check(t.small.shiftedRight(by: t.id), #""s"."small" >> "s"."id"::integer"#, is: 3)
        try await check(t.bits.length(), #"length("s"."bits")"#, is: 4)
        try await check(t.bits.bitCount(), #"bit_count("s"."bits")"#, is: 2)
        try await check(
            t.bits.concat(t.bits), #""s"."bits" || "s"."bits""#, is: PGBitString("10101010"))
        try await check(t.bits.getBit(0), #"get_bit("s"."bits", $1::integer) | '0'"#, is: 1)
        try await check(
            t.bits.setBit(1, to: 1), #"set_bit("s"."bits", $1::integer, $2::integer) | '1', '1'"#,
            is: PGBitString("1110"))
        try await check(
            t.bits.substring(from: 2, for: 2),
            #"substring("s"."bits", $1::integer, $2::integer) | '2', '2'"#, is: PGBitString("01"))
        try await check(t.bits.bitwiseNot(), #"~ "s"."bits""#, is: PGBitString("0101"))
        try await check(
            t.bits.bitwiseXor(t.bits), #""s"."bits" # "s"."bits""#, is: PGBitString("0000"))
    }

    @Test func `angles`() async throws {
        let zero = t.ratio - 2.25
        try await check(zero.sin(), #"sin("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(zero.cos(), #"cos("s"."ratio" - $1) | '2.25'"#, is: 1)
        try await check(zero.tan(), #"tan("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(
            (zero + 30).sind(), #"sind("s"."ratio" - $1 + $2) | '2.25', '30.0'"#, is: 0.5)
        try await check(
            (zero + 60).cosd(), #"cosd("s"."ratio" - $1 + $2) | '2.25', '60.0'"#, is: 0.5)
        try await check((zero + 45).tand(), #"tand("s"."ratio" - $1 + $2) | '2.25', '45.0'"#, is: 1)
        try await check((zero + 45).cotd(), #"cotd("s"."ratio" - $1 + $2) | '2.25', '45.0'"#, is: 1)
        try await check(
            (zero + 1).cot() > 0.6, #"cot("s"."ratio" - $1 + $2) > $3 | '2.25', '1.0', '0.6'"#,
            is: true)
        try await check(zero.asin(), #"asin("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(
            (zero + 1).asind(), #"asind("s"."ratio" - $1 + $2) | '2.25', '1.0'"#, is: 90)
        try await check((zero + 1).acos(), #"acos("s"."ratio" - $1 + $2) | '2.25', '1.0'"#, is: 0)
        try await check(zero.acosd(), #"acosd("s"."ratio" - $1) | '2.25'"#, is: 90)
        try await check(zero.atan(), #"atan("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(
            (zero + 1).atand(), #"atand("s"."ratio" - $1 + $2) | '2.25', '1.0'"#, is: 45)
        try await check(
            zero.atan2(zero + 1),
            #"atan2("s"."ratio" - $1, "s"."ratio" - $2 + $3) | '2.25', '2.25', '1.0'"#, is: 0)
        try await check(zero.sinh(), #"sinh("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(zero.cosh(), #"cosh("s"."ratio" - $1) | '2.25'"#, is: 1)
        try await check(zero.tanh(), #"tanh("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(zero.asinh(), #"asinh("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check((zero + 1).acosh(), #"acosh("s"."ratio" - $1 + $2) | '2.25', '1.0'"#, is: 0)
        try await check(zero.atanh(), #"atanh("s"."ratio" - $1) | '2.25'"#, is: 0)
        try await check(
            (zero + 180).radians() == pi(),
            #"radians("s"."ratio" - $1 + $2) = pi() | '2.25', '180.0'"#, is: true)
    }
}
