using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using System.Text.Json;
using Atlas.ServiceDefaults;
using CsvHelper;
using ExcelDataReader;

namespace Atlas.Catalog.Items.Imports;

/// <summary>A row of an import, as the body of a request that would make or change its item.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Body">A JSON object.</param>
/// <param name="Problem">Why the row cannot be read as one.</param>
sealed record ImportRow(int Number, JsonElement Body, Error? Problem = null);

/// <summary>Reads the rows of a file: a JSON object per line, or a table whose first line names the fields.</summary>
static class ImportFile
{
    public const string Ndjson = "ndjson";
    public const string Csv = "csv";
    public const string Xlsx = "xlsx";

    public const int MaxBytes = 16 * 1024 * 1024;
    public const int MaxRows = 100_000;
    const int MaxColumns = 200;

    /// <summary>A workbook is compressed; what comes out of it may not be boundless.</summary>
    const long MaxUnpackedBytes = 512L * 1024 * 1024;

    // The reader of workbooks asks for it, although nothing in one is in it.
    static ImportFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The content types of each format.</summary>
    public static readonly IReadOnlyDictionary<string, string> Formats = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["application/x-ndjson"] = Ndjson,
        ["application/jsonl"] = Ndjson,
        ["text/csv"] = Csv,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = Xlsx,
    };

    /// <summary>The rows, read as they are asked for.</summary>
    /// <exception cref="RefusedException">400 <c>invalid_file</c>: it is no file of this format, or has columns that mean nothing.</exception>
    public static IEnumerable<ImportRow> Read(string format, byte[] content)
    {
        using var rows = (format == Ndjson ? Lines(content) : Tabled(format == Csv ? CsvLines(content) : Sheet(content))).GetEnumerator();
        while (Next(rows)) yield return rows.Current;
    }

    // What the readers of each format throw says that the file is broken, in their own words.
    static bool Next(IEnumerator<ImportRow> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception exception) when (exception is not RefusedException)
        {
            throw Broken("It cannot be read to the end.");
        }
    }

    static IEnumerable<ImportRow> Lines(byte[] content)
    {
        var (number, start) = (0, content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        while (start < content.Length)
        {
            var length = content.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var found ? found : content.Length - start;
            var line = content.AsSpan(start, length).Trim(" \t\r"u8).ToArray();
            start += length + 1;
            if (line.Length > 0) yield return Parse(++number, line);
        }
    }

    static ImportRow Parse(int number, byte[] line)
    {
        try
        {
            using var json = Bodies.ParseObject(line);
            return new ImportRow(number, json.RootElement.Clone());
        }
        catch (RefusedException refused)
        {
            return new ImportRow(number, default, refused.Error);
        }
    }

    static IEnumerable<ImportRow> Tabled(IEnumerable<string[]> lines)
    {
        ImportColumn[]? columns = null;
        var number = 0;
        foreach (var line in lines)
        {
            if (line.All(string.IsNullOrWhiteSpace)) continue;
            if (columns is null) columns = ImportColumn.Read(line);
            else yield return new ImportRow(++number, ImportColumn.ToBody(columns, line));
        }
    }

    static IEnumerable<string[]> CsvLines(byte[] content)
    {
        if (!Utf8.IsValid(content)) throw Broken("It is not UTF-8.");
        using var csv = CsvReader.Create(content, CsvReaderOptions.Default with { HasHeader = false });
        while (csv.Read())
        {
            var cells = new string[Math.Min(csv.FieldCount, MaxColumns + 1)];
            for (var i = 0; i < cells.Length; i++) cells[i] = csv.GetString(i);
            yield return Checked(cells);
        }
    }

    static IEnumerable<string[]> Sheet(byte[] content)
    {
        using (var archive = new ZipArchive(new MemoryStream(content)))
            if (archive.Entries.Sum(entry => entry.Length) > MaxUnpackedBytes) throw Broken("It is too large when it is unpacked.");
        using var sheet = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(content));
        while (sheet.Read())
        {
            var cells = new string[Math.Min(sheet.FieldCount, MaxColumns + 1)];
            for (var i = 0; i < cells.Length; i++) cells[i] = Text(sheet.GetValue(i));
            yield return Checked(cells);
        }
    }

    // A workbook has numbers in 15 digits and dates as days; an item number that looks like a number is meant as it looks.
    static string Text(object? cell) => cell switch
    {
        null => "",
        double number when Math.Abs(number) < 1e15 => Convert.ToDecimal(number).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    static string[] Checked(string[] cells) => cells.Length <= MaxColumns ? cells : throw Broken($"It has more than {MaxColumns} columns.");

    public static RefusedException Broken(string why, params IReadOnlyList<ErrorDetail> details) => new(Error.BadRequest("invalid_file", why, details));
}
