import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Searches in Chinook agree with SQL written by hand",
    .enabled(if: Chinook.isPresent, "STRATA_CHINOOK names no script"), .sharedDatabase(.chinook),
    .timeLimit(.minutes(1)))
struct ChinookSearchTests {
    private typealias Artist = Chinook.Artist
    private typealias Album = Chinook.Album
    private typealias Genre = Chinook.Genre
    private typealias Track = Chinook.Track
    private typealias Playlist = Chinook.Playlist
    private typealias PlaylistTrack = Chinook.PlaylistTrack
    private typealias Customer = Chinook.Customer
    private typealias Employee = Chinook.Employee
    private typealias Invoice = Chinook.Invoice
    private typealias InvoiceLine = Chinook.InvoiceLine

    @Test func `who reports to whom, with the whole line`() async throws {
        let head = Employee.where { $0.reportsTo.isNull }
            .select { ($0.employeeID.cast(to: Int.self), $0.lastName.cast(to: String.self)) }
        let staff = head.recursive("staff") { staff in
            Employee.join(staff) { e, s in e.reportsTo == s.columns.0 }
                .select { e, s in (e.employeeID, s.columns.1.concat(" > ").concat(e.lastName)) }
        }
        let query = staff.orderBy { $0.columns.1 }.select { ($0.columns.0, $0.columns.1) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "staff" ("column1", "column2") AS (
                SELECT "employee"."employee_id"::bigint, "employee"."last_name"::text
                FROM "employee"
                WHERE "employee"."reports_to" IS NULL
                UNION ALL
                SELECT "employee"."employee_id", "staff"."column2" || $1 || "employee"."last_name"
                FROM "employee"
                JOIN "staff" ON "employee"."reports_to" = "staff"."column1"
            )
            SELECT "staff"."column1", "staff"."column2"
            FROM "staff"
            ORDER BY "staff"."column2"
            """, [" > "],
            with: """
                SELECT e.employee_id, concat_ws(' > ', c.last_name, b.last_name, e.last_name) AS line
                FROM employee e LEFT JOIN employee b ON b.employee_id = e.reports_to
                    LEFT JOIN employee c ON c.employee_id = b.reports_to ORDER BY line
                """)
    }

    @Test func `tracks that nobody has bought`() async throws {
        let query = Track.join(Genre.self) { t, g in g.genreID == t.genreID }
            .where { t, _ in t.trackID.notIn(InvoiceLine.select { $0.trackID }) }
            .groupBy { _, g in g.name }
            .orderBy { _, g in (countRows().descending, g.name) }
            .select { _, g in (g.name, countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "genre"."name", count(*)
            FROM "track"
            JOIN "genre" ON "genre"."genre_id" = "track"."genre_id"
            WHERE "track"."track_id" NOT IN (
                SELECT "invoice_line"."track_id"
                FROM "invoice_line"
            )
            GROUP BY "genre"."name"
            ORDER BY count(*) DESC, "genre"."name"
            """,
            with: """
                SELECT g.name, count(*) FROM track t LEFT JOIN invoice_line l USING (track_id)
                JOIN genre g USING (genre_id) WHERE l.track_id IS NULL
                GROUP BY 1 ORDER BY 2 DESC, 1
                """)
    }

    @Test func `artists without an album`() async throws {
        let query = Artist.leftJoin(Album.self) { artist, album in
            album.artistID == artist.artistID
        }
        .where { _, album in album.albumID.isNull }
        .orderBy { artist, _ in artist.artistID }
        .select { artist, _ in (artist.artistID, artist.name) }

        try await expectAgreement(
            query,
            """
            SELECT "artist"."artist_id", "artist"."name"
            FROM "artist"
            LEFT JOIN "album" ON "album"."artist_id" = "artist"."artist_id"
            WHERE "album"."album_id" IS NULL
            ORDER BY "artist"."artist_id"
            """,
            with: """
                SELECT artist_id, name FROM artist
                WHERE artist_id IN (SELECT artist_id FROM artist EXCEPT SELECT artist_id FROM album)
                ORDER BY artist_id
                """)
    }

    @Test func `the albums with most tracks, and those with as many`() async throws {
        let query = Album.join(Track.self) { a, t in t.albumID == a.albumID }
            .groupBy { a, _ in a.albumID }
            .orderBy { _, _ in countRows().descending }
            .limitWithTies(15)
            .select { a, t in (a.title, countRows(), t.milliseconds.sum()) }

        try await expectAgreement(
            query,
            """
            SELECT "album"."title", count(*), sum("track"."milliseconds")
            FROM "album"
            JOIN "track" ON "track"."album_id" = "album"."album_id"
            GROUP BY "album"."album_id"
            ORDER BY count(*) DESC
            FETCH FIRST $1 ROWS
            WITH TIES
            """, [15],
            with: """
                SELECT title, n, length FROM (
                    SELECT album_id, count(*) AS n, sum(milliseconds) AS length,
                        rank() OVER (ORDER BY count(*) DESC) AS place
                    FROM track GROUP BY album_id) t JOIN album USING (album_id)
                WHERE place <= 15
                """, sorted: false)
    }

    @Test func `the longest track of each album`() async throws {
        let query = Track.join(Album.self) { t, a in a.albumID == t.albumID }
            .where { _, a in a.title.hasPrefix("The ") }
            .distinctOn { t, _ in t.albumID }
            .orderBy { t, _ in (t.albumID, t.milliseconds.descending, t.trackID) }
            .select { t, a in (a.title, t.name, t.milliseconds) }

        try await expectAgreement(
            query,
            """
            SELECT DISTINCT ON ("track"."album_id") "album"."title", "track"."name", \
            "track"."milliseconds"
            FROM "track"
            JOIN "album" ON "album"."album_id" = "track"."album_id"
            WHERE "album"."title" LIKE $1
            ORDER BY "track"."album_id", "track"."milliseconds" DESC, "track"."track_id"
            """, ["The %"],
            with: """
                SELECT a.title, t.name, t.milliseconds FROM album a
                CROSS JOIN LATERAL (SELECT * FROM track WHERE track.album_id = a.album_id
                    ORDER BY milliseconds DESC, track_id LIMIT 1) t
                WHERE left(a.title, 4) = 'The ' ORDER BY a.album_id
                """)
    }

    @Test func `pairs of playlists with the same tracks`() async throws {
        func contents(_ playlist: Column<Int>) -> Expression<[Int]?> {
            scalar(
                PlaylistTrack.as("t").where { $0.playlistID == playlist }
                    .select { $0.trackID.arrayAgg().orderBy($0.trackID) })
        }
        let query = Playlist.as("a").join(Playlist.self, as: "b") { a, b in
            a.playlistID < b.playlistID && contents(a.playlistID).is(contents(b.playlistID))
        }
        .orderBy { a, b in (a.playlistID, b.playlistID) }
        .select { a, b in (a.name, b.name) }

        try await expectAgreement(
            query,
            """
            SELECT "a"."name", "b"."name"
            FROM "playlist" AS "a"
            JOIN "playlist" AS "b" ON "a"."playlist_id" < "b"."playlist_id"
                AND (
                SELECT array_agg("t"."track_id" ORDER BY "t"."track_id")
                FROM "playlist_track" AS "t"
                WHERE "t"."playlist_id" = "a"."playlist_id"
            ) IS NOT DISTINCT FROM (
                SELECT array_agg("t"."track_id" ORDER BY "t"."track_id")
                FROM "playlist_track" AS "t"
                WHERE "t"."playlist_id" = "b"."playlist_id"
            )
            ORDER BY "a"."playlist_id", "b"."playlist_id"
            """,
            with: """
                SELECT a.name, b.name FROM playlist a, playlist b
                WHERE a.playlist_id < b.playlist_id
                    AND NOT EXISTS ((SELECT track_id FROM playlist_track
                        WHERE playlist_id = a.playlist_id) EXCEPT (SELECT track_id
                        FROM playlist_track WHERE playlist_id = b.playlist_id))
                    AND NOT EXISTS ((SELECT track_id FROM playlist_track
                        WHERE playlist_id = b.playlist_id) EXCEPT (SELECT track_id
                        FROM playlist_track WHERE playlist_id = a.playlist_id))
                ORDER BY a.playlist_id, b.playlist_id
                """)
    }

    @Test func `customers who have bought of every seller's best genre`() async throws {
        let genres = Genre.where { $0.name.in(["Rock", "Latin", "Metal", "Jazz"]) }
        let query = Customer.where { c in
            !genres.where { g in
                !Invoice.join(InvoiceLine.self) { i, l in l.invoiceID == i.invoiceID }
                    .join(Track.self) { _, l, t in t.trackID == l.trackID }
                    .where { i, _, t in i.customerID == c.customerID && t.genreID == g.genreID }
                    .exists
            }.exists
        }
        .orderBy { $0.customerID }.select { ($0.customerID, $0.email) }

        try await expectAgreement(
            query,
            """
            SELECT "customer"."customer_id", "customer"."email"
            FROM "customer"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "genre"
                WHERE "genre"."name" = ANY ($1)
                    AND NOT EXISTS (
                    SELECT 1
                    FROM "invoice"
                    JOIN "invoice_line" ON "invoice_line"."invoice_id" = "invoice"."invoice_id"
                    JOIN "track" ON "track"."track_id" = "invoice_line"."track_id"
                    WHERE "invoice"."customer_id" = "customer"."customer_id"
                        AND "track"."genre_id" = "genre"."genre_id"
                )
            )
            ORDER BY "customer"."customer_id"
            """, [#"{"Rock","Latin","Metal","Jazz"}"#],
            with: """
                SELECT customer_id, email FROM customer JOIN invoice USING (customer_id)
                    JOIN invoice_line USING (invoice_id) JOIN track USING (track_id)
                    JOIN genre USING (genre_id)
                WHERE genre.name IN ('Rock', 'Latin', 'Metal', 'Jazz')
                GROUP BY customer_id HAVING count(DISTINCT genre_id) = 4 ORDER BY customer_id
                """)
    }

    @Test func `words in titles, whatever their case and ending`() async throws {
        let wanted = websearchToTSQuery("english", "love -loving or \"rock roll\"")
        let query = Track.where { t in
            t.name.toTSVector("english").matches(wanted) || t.name.ilike("%heartbreak%")
        }
        .orderBy { ($0.name, $0.trackID) }.limit(40).select { ($0.trackID, $0.name) }

        try await expectAgreement(
            query,
            """
            SELECT "track"."track_id", "track"."name"
            FROM "track"
            WHERE to_tsvector('english'::regconfig, "track"."name") @@ \
            websearch_to_tsquery('english'::regconfig, $1)
                OR "track"."name" ILIKE $2
            ORDER BY "track"."name", "track"."track_id"
            LIMIT $3
            """, [#"love -loving or "rock roll""#, "%heartbreak%", 40],
            with: """
                SELECT track_id, name FROM track
                WHERE to_tsvector('english', name)
                        @@ ('love'::tsquery && !! 'love'::tsquery || to_tsquery('rock <-> roll'))
                    OR lower(name) LIKE '%heartbreak%'
                ORDER BY name, track_id LIMIT 40
                """)
    }

    @Test func `who composes most: names in one column, taken apart`() async throws {
        let query = Track.where { $0.composer.isNotNull }
            .crossJoinLateral { t in
                FunctionSource(
                    "regexp_split_to_table(\(t.composer), '[,/&;]')", as: String.self,
                    named: "names")
            }
            .groupBy { _, n in n.value.trim() }
            .having { _, _ in countRows() >= 20 }
            .orderBy { _, n in (countRows().descending, n.value.trim()) }
            .select { _, n in (n.value.trim(), countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT btrim("names"."value"), count(*)
            FROM "track"
            CROSS JOIN LATERAL regexp_split_to_table("track"."composer", '[,/&;]') AS "names" \
            ("value")
            WHERE "track"."composer" IS NOT NULL
            GROUP BY btrim("names"."value")
            HAVING count(*) >= $1
            ORDER BY count(*) DESC, btrim("names"."value")
            """, [20],
            with: """
                WITH names AS (
                    SELECT btrim(unnest(regexp_split_to_array(composer, '[,/&;]'))) AS name
                    FROM track)
                SELECT name, count(*) FROM names GROUP BY name HAVING count(*) > 19
                ORDER BY count(*) DESC, name
                """)
    }

    @Test func `customers and employees in one list`() async throws {
        let staff = Employee.select {
            ($0.lastName, $0.firstName, Expression.value("employee"), $0.title)
        }
        let buyers = Customer.where { $0.country.is("Canada") }.select {
            ($0.lastName, $0.firstName, Expression.value("customer"), $0.city)
        }
        let query = staff.union(buyers).orderBy { ($0.columns.0, $0.columns.1) }

        try await expectAgreement(
            query,
            """
            SELECT "employee"."last_name", "employee"."first_name", $1::text, "employee"."title"
            FROM "employee"
            UNION
            SELECT "customer"."last_name", "customer"."first_name", $2::text, "customer"."city"
            FROM "customer"
            WHERE "customer"."country" IS NOT DISTINCT FROM $3
            ORDER BY 1, 2
            """, ["employee", "customer", "Canada"],
            with: """
                SELECT last_name, first_name, kind, detail FROM (
                    SELECT last_name, first_name, 'customer' AS kind, city AS detail
                    FROM customer WHERE country = 'Canada'
                    UNION ALL SELECT last_name, first_name, 'employee', title FROM employee) people
                ORDER BY 1, 2
                """)
    }
}
