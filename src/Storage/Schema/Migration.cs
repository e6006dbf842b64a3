using System.Globalization;

namespace O2O.Dispatch.Storage.Schema;

/// <summary>One numbered script of a store's schema.</summary>
/// <param name="Version">Its number, from 1 without a gap.</param>
/// <param name="Name">Number and name, as its file.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>All migrations of a folder of scripts named NNNN_name.sql, in order of their number.</summary>
    public static IReadOnlyList<Migration> In(string folder)
    {
        var migrations = new List<Migration>();
        foreach (var resource in SqlResources.In(folder))
        {
            var name = resource.Name[folder.Length..^".sql".Length];
            migrations.Add(new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, resource.Sql));
        }

        return migrations;
    }
}
