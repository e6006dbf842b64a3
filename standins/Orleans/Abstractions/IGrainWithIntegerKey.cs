namespace Orleans;

/// <summary>A grain addressed by a 64-bit integer, held as upper-case hexadecimal digits.</summary>
public interface IGrainWithIntegerKey : IGrain
{
}
