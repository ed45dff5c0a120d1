import PGCore
import PGSchema
import QueryBuilder

// The tables of ``Chinook`` about music, written by hand; not all of their columns.

extension Chinook {
    /// Who plays.
    struct Artist: Table, Equatable {
        var artistID: Int
        var name: String?

        struct Columns: TableColumns {
            typealias Value = Artist
            let artistID: Column<Int>
            let name: Column<String?>

            init(_ table: TableReference) {
                artistID = Column(table, "artist_id")
                name = Column(table, "name")
            }

            var selectedExpressions: [SQLNode] {
                [artistID.node, name.node]
            }
        }

        static let definition = TableDefinition(
            name: "artist",
            columns: [
                ColumnDefinition("artist_id", Int.sqlType),
                ColumnDefinition("name", String.sqlType, isNullable: true),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            artistID = try Int(from: row, at: &index)
            name = try String?(from: row, at: &index)
        }
    }

    /// What was published together.
    struct Album: Table, Equatable {
        var albumID: Int
        var title: String
        var artistID: Int

        struct Columns: TableColumns {
            typealias Value = Album
            let albumID: Column<Int>
            let title: Column<String>
            let artistID: Column<Int>

            init(_ table: TableReference) {
                albumID = Column(table, "album_id")
                title = Column(table, "title")
                artistID = Column(table, "artist_id")
            }

            var selectedExpressions: [SQLNode] {
                [albumID.node, title.node, artistID.node]
            }
        }

        static let definition = TableDefinition(
            name: "album",
            columns: [
                ColumnDefinition("album_id", Int.sqlType),
                ColumnDefinition("title", String.sqlType),
                ColumnDefinition("artist_id", Int.sqlType),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            albumID = try Int(from: row, at: &index)
            title = try String(from: row, at: &index)
            artistID = try Int(from: row, at: &index)
        }
    }

    /// A kind of music.
    struct Genre: Table, Equatable {
        var genreID: Int
        var name: String?

        struct Columns: TableColumns {
            typealias Value = Genre
            let genreID: Column<Int>
            let name: Column<String?>

            init(_ table: TableReference) {
                genreID = Column(table, "genre_id")
                name = Column(table, "name")
            }

            var selectedExpressions: [SQLNode] {
                [genreID.node, name.node]
            }
        }

        static let definition = TableDefinition(
            name: "genre",
            columns: [
                ColumnDefinition("genre_id", Int.sqlType),
                ColumnDefinition("name", String.sqlType, isNullable: true),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            genreID = try Int(from: row, at: &index)
            name = try String?(from: row, at: &index)
        }
    }

    /// A piece of music.
    struct Track: Table, Equatable {
        var trackID: Int
        var name: String
        var albumID: Int?
        var genreID: Int?
        var composer: String?
        var milliseconds: Int
        var unitPrice: PGNumeric

        struct Columns: TableColumns {
            typealias Value = Track
            let trackID: Column<Int>
            let name: Column<String>
            let albumID: Column<Int?>
            let genreID: Column<Int?>
            let composer: Column<String?>
            let milliseconds: Column<Int>
            let unitPrice: Column<PGNumeric>

            init(_ table: TableReference) {
                trackID = Column(table, "track_id")
                name = Column(table, "name")
                albumID = Column(table, "album_id")
                genreID = Column(table, "genre_id")
                composer = Column(table, "composer")
                milliseconds = Column(table, "milliseconds")
                unitPrice = Column(table, "unit_price")
            }

            var selectedExpressions: [SQLNode] {
                [
                    trackID.node, name.node, albumID.node, genreID.node, composer.node,
                    milliseconds.node, unitPrice.node,
                ]
            }
        }

        static let definition = TableDefinition(
            name: "track",
            columns: [
                ColumnDefinition("track_id", Int.sqlType),
                ColumnDefinition("name", String.sqlType),
                ColumnDefinition("album_id", Int.sqlType, isNullable: true),
                ColumnDefinition("genre_id", Int.sqlType, isNullable: true),
                ColumnDefinition("composer", String.sqlType, isNullable: true),
                ColumnDefinition("milliseconds", Int.sqlType),
                ColumnDefinition("unit_price", PGNumeric.sqlType),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            trackID = try Int(from: row, at: &index)
            name = try String(from: row, at: &index)
            albumID = try Int?(from: row, at: &index)
            genreID = try Int?(from: row, at: &index)
            composer = try String?(from: row, at: &index)
            milliseconds = try Int(from: row, at: &index)
            unitPrice = try PGNumeric(from: row, at: &index)
        }
    }

    /// A list of tracks.
    struct Playlist: Table, Equatable {
        var playlistID: Int
        var name: String?

        struct Columns: TableColumns {
            typealias Value = Playlist
            let playlistID: Column<Int>
            let name: Column<String?>

            init(_ table: TableReference) {
                playlistID = Column(table, "playlist_id")
                name = Column(table, "name")
            }

            var selectedExpressions: [SQLNode] {
                [playlistID.node, name.node]
            }
        }

        static let definition = TableDefinition(
            name: "playlist",
            columns: [
                ColumnDefinition("playlist_id", Int.sqlType),
                ColumnDefinition("name", String.sqlType, isNullable: true),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            playlistID = try Int(from: row, at: &index)
            name = try String?(from: row, at: &index)
        }
    }

    /// A track in a list.
    struct PlaylistTrack: Table, Equatable {
        var playlistID: Int
        var trackID: Int

        struct Columns: TableColumns {
            typealias Value = PlaylistTrack
            let playlistID: Column<Int>
            let trackID: Column<Int>

            init(_ table: TableReference) {
                playlistID = Column(table, "playlist_id")
                trackID = Column(table, "track_id")
            }

            var selectedExpressions: [SQLNode] {
                [playlistID.node, trackID.node]
            }
        }

        static let definition = TableDefinition(
            name: "playlist_track",
            columns: [
                ColumnDefinition("playlist_id", Int.sqlType),
                ColumnDefinition("track_id", Int.sqlType),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            playlistID = try Int(from: row, at: &index)
            trackID = try Int(from: row, at: &index)
        }
    }
}
